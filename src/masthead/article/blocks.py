"""The kinds of block an editor composes an article from. There is none for raw HTML."""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageChooserBlock

INLINE = ["bold", "italic", "link", "superscript", "subscript", "code"]
FLOW = [*INLINE, "ol", "ul"]


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=300)
    level = blocks.ChoiceBlock(choices=[("2", "Section"), ("3", "Subsection")], default="2")

    class Meta:
        icon = "title"


class QuotationBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(features=INLINE)
    speaker = blocks.CharBlock(required=False, max_length=200, help_text="Who said or wrote it.")
    source = blocks.CharBlock(required=False, max_length=300, help_text="Where: a book, a speech, a letter.")
    url = blocks.URLBlock(required=False, label="Address of the source")

    class Meta:
        icon = "openquote"


class PictureStructBlock(blocks.StructBlock):
    picture = ImageChooserBlock()
    alt = blocks.CharBlock(
        max_length=300, label="Description", help_text="For readers who cannot see the picture."
    )
    caption = blocks.CharBlock(required=False, max_length=500)
    credit = blocks.CharBlock(
        required=False, max_length=200, help_text="Left empty, the picture's own credit is printed."
    )

    class Meta:
        icon = "image"
        label = "Picture"


class TableStructBlock(blocks.StructBlock):
    table = TableBlock(table_options={"language": "en-US"})

    class Meta:
        icon = "table"
        label = "Table"


class EmbedBlock(blocks.StructBlock):
    url = blocks.URLBlock(label="Address")
    title = blocks.CharBlock(max_length=300, help_text="What readers find there.")

    class Meta:
        icon = "media"
        label = "Link to media elsewhere"


class ReferencesBlock(blocks.StructBlock):
    items = blocks.ListBlock(blocks.RichTextBlock(features=["italic", "link"]), label="References")

    class Meta:
        icon = "list-ol"
        label = "List of references"


class NoteBlock(blocks.StructBlock):
    sort = blocks.ChoiceBlock(
        choices=[("note", "Note to readers"), ("correction", "Correction")], default="note"
    )
    text = blocks.RichTextBlock(features=FLOW)

    class Meta:
        icon = "info-circle"
        label = "Note to readers"


class FootnoteBlock(blocks.StructBlock):
    label = blocks.RegexBlock(
        regex=r"^[\w-]{1,20}\Z",
        error_messages={"invalid": "Use up to 20 letters or digits."},
        help_text="What stands between the brackets in the text: 1 for [^1].",
    )
    text = blocks.RichTextBlock(features=INLINE)

    class Meta:
        icon = "pilcrow"


class Body(blocks.StreamBlock):
    text = blocks.RichTextBlock(features=FLOW, icon="pilcrow")
    heading = HeadingBlock()
    quotation = QuotationBlock()
    picture = PictureStructBlock()
    table = TableStructBlock()
    embed = EmbedBlock()
    references = ReferencesBlock()
    note = NoteBlock()


Raw = list[dict[str, Any]]
