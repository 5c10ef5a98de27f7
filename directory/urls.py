"""Every address of the directory, on one page."""

urlpatterns = []
