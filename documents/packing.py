"""Several files as one ZIP, each under a plain name of ours, with their digests told."""

from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same files give the same archive, whenever it is made


def packed(files: Mapping[str, bytes]) -> bytes:
    """The archive, its files in the order given."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(ZipInfo(name, _EPOCH), data, ZIP_DEFLATED)
    return content.getvalue()


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 by name."""
    return {name: sha256(data).hexdigest() for name, data in files.items()}
