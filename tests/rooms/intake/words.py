"""Word documents, written for the tests, as small as Word would read them."""

from __future__ import annotations

import io
import zipfile

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STYLES = (
    ("Title", "Title"),
    ("Subtitle", "Subtitle"),
    ("Heading1", "heading 1"),
    ("Quote", "Quote"),
    ("Caption", "caption"),
)


def run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    style = f"<w:rPr>{'<w:b/>' * bold}{'<w:i/>' * italic}</w:rPr>" if bold or italic else ""
    return f'<w:r>{style}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    inner = "".join(one if one.startswith("<") else run(one) for one in runs)
    return f"<w:p>{named}{inner}</w:p>"


def link(text: str) -> str:
    return f'<w:hyperlink r:id="rLink">{run(text)}</w:hyperlink>'


def reference(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def picture(alt: str) -> str:
    return (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:docPr id="1" name="P" descr="{alt}"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        '<a:blip r:embed="rPicture"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def table(*rows: tuple[str, ...]) -> str:
    cells = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows
    )
    return f"<w:tbl>{cells}</w:tbl>"


def docx(
    *body: str, notes: tuple[str, ...] = (), core: str = "", more: dict[str, bytes] | None = None
) -> bytes:
    """A document of these paragraphs and tables; ``more`` are members that are added or put in the place of others."""
    members: dict[str, bytes] = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/></Types>'
        ).encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>'
        ).encode(),
        "word/document.xml": f"<w:document {_W}><w:body>{''.join(body)}</w:body></w:document>".encode(),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rLink" Type="{_RELATIONS}/hyperlink" Target="https://data.example/p" TargetMode="External"/>'
            f'<Relationship Id="rStyles" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
            f'<Relationship Id="rNotes" Type="{_RELATIONS}/footnotes" Target="footnotes.xml"/>'
            f'<Relationship Id="rPicture" Type="{_RELATIONS}/image" Target="media/image1.png"/></Relationships>'
        ).encode(),
        "word/styles.xml": (
            f"<w:styles {_W}>"
            + "".join(
                f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
                for key, name in _STYLES
            )
            + "</w:styles>"
        ).encode(),
        "word/footnotes.xml": (
            f"<w:footnotes {_W}>"
            + "".join(
                f'<w:footnote w:id="{number}">{paragraph(note)}</w:footnote>'
                for number, note in enumerate(notes, 1)
            )
            + "</w:footnotes>"
        ).encode(),
        "word/media/image1.png": b"\x89PNG\r\n\x1a\n",
    }
    if core:
        members["docProps/core.xml"] = (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</cp:coreProperties>'
        ).encode()
    members.update(more or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()
