"""What files hold, by kind."""

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF"
DEEP = "a/" * 50 + "document.xml"


def archive(*members, body=b"<x/>"):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as made:
        for member in members:
            made.writestr(member, body)
    return whole.getvalue()


DOCX, XLSX = (
    archive("[Content_Types].xml", "word/document.xml"),
    archive("[Content_Types].xml", "xl/workbook.xml"),
)
OFD = archive("OFD.xml", "Doc_0/Document.xml")
KINDS = {"pdf": PDF, "png": PNG, "jpeg": JPEG, "docx": DOCX, "xlsx": XLSX, "ofd": OFD}
