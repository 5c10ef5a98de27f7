"""Fetches the front-end packages we use into static/vendor, without their fonts, crests and logos, and writes the lock file.

Needs node's `npm` and a network; nobody who only runs the product needs either, because the result is committed:

    python scripts/vendor_assets.py

The packages are made for services on GOV.UK. We are not one, so their font (licensed for GOV.UK only), crest and icons are never
copied, and the style sheets are rewritten to do without them. tests/frontend checks the result against the lock.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
LOCK = VENDOR / "vendor.lock.json"

# folder here → (npm package, exact version, copyright line of its MIT licence, {file in the package: file here})
PACKAGES = {
    "govuk-frontend": (
        "govuk-frontend",
        "6.6.0",
        "Copyright (C) 2017 Crown Copyright (Government Digital Service)",
        {
            "dist/govuk/govuk-frontend.min.css": "govuk-frontend.min.css",
            "dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js",
        },
    ),
    "moj-frontend": (
        "@ministryofjustice/frontend",
        "11.1.0",
        "Copyright (c) Crown Copyright (Ministry of Justice)",
        {"moj/moj-frontend.min.css": "moj-frontend.min.css", "moj/moj-frontend.min.js": "moj-frontend.min.js"},
    ),
    "accessible-autocomplete": (
        "accessible-autocomplete",
        "3.0.1",
        "Copyright (c) 2017 Crown Copyright (Government Digital Service)",
        {
            "dist/accessible-autocomplete.min.css": "accessible-autocomplete.min.css",
            "dist/accessible-autocomplete.min.js": "accessible-autocomplete.min.js",
        },
    ),
}

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FONT_NAME = re.compile(r"""["']?GDS Transport["']?""")
SOURCE_MAP = re.compile(r"(?://[#@]\s*sourceMappingURL=\S+|/\*[#@]\s*sourceMappingURL=.*?\*/)\s*$")
ASSET = re.compile(r"""url\(["']?/assets/(images/[^"')]+)["']?\)""")
# Whatever carries a brand is dropped rather than copied.
BRANDED = re.compile(r"crest|crown|logo|favicon|opengraph|apple-touch|govuk-icon")

MIT = """MIT License

{copyright}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software
is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.

{package} {version}. The files in this folder differ from the published ones: web fonts, crests, logos and source map
references are taken out, and addresses of images are made relative.
"""


def unbranded(text):
    """The style sheet or script `text` without brand font, crest, absolute asset addresses and source map.

    Returns the new text and the set of image paths (inside the package's assets folder) that it still needs.
    """
    needed = set()

    def relative(match):
        if BRANDED.search(match[1]):
            return "none"
        needed.add(match[1])
        return f"url({match[1]})"

    text = FONT_FACE.sub("", text)
    text = FONT_NAME.sub("var(--app-font,system-ui)", text)
    text = SOURCE_MAP.sub("", text.rstrip())
    return ASSET.sub(relative, text).rstrip() + "\n", needed


def pack(spec, folder):
    """Downloads one npm package into `folder`; returns its tar file and npm's own integrity value."""
    told = subprocess.run(["npm", "pack", "--json", spec], cwd=folder, check=True, capture_output=True, text=True)
    (report,) = json.loads(told.stdout)
    return tarfile.open(next(Path(folder).glob("*.tgz"))), report["integrity"]


def vendor_package(folder, package, version, copyright_line, wanted):
    """Writes one package's files under static/vendor/<folder>; returns its entry for the lock."""
    spec = f"{package}@{version}"
    home = VENDOR / folder
    written = {"LICENSE.txt": MIT.format(copyright=copyright_line, package=package, version=version).encode()}
    with tempfile.TemporaryDirectory() as scratch:
        tar, integrity = pack(spec, scratch)
        with tar:
            for source, target in wanted.items():
                text, needed = unbranded(tar.extractfile(f"package/{source}").read().decode())
                written[target] = text.encode()
                assets = PurePosixPath(source).parent / "assets"
                for image in needed:
                    written[image] = tar.extractfile(f"package/{assets / image}").read()
    shutil.rmtree(home, ignore_errors=True)
    for name, content in written.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(content)
    files = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(written.items())}
    return {"npm": spec, "integrity": integrity, "licence": "MIT", "files": files}


def main():
    """Vendors every package and writes the lock; exits with a sentence where npm is missing."""
    if not shutil.which("npm"):
        sys.exit("npm is needed to fetch the front-end packages. Install Node.js and run this again.")
    VENDOR.mkdir(parents=True, exist_ok=True)
    lock = {folder: vendor_package(folder, *details) for folder, details in PACKAGES.items()}
    LOCK.write_text(json.dumps(lock, indent=2, sort_keys=True) + "\n")
    for entry in lock.values():
        print(f"{entry['npm']}: {len(entry['files'])} files")


if __name__ == "__main__":
    main()
