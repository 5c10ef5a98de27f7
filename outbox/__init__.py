"""Letters by e-mail, each written once in the transaction of what it tells about, and sent by the worker until they are gone."""
