"""How papers and scales are called where sheets are laid."""

from cartoviewer.scene.sheet_paper import paper_name
from cartoviewer.scene.template import sheet_template
from resources.texts import Texts

__all__ = ["by_paper", "paper_words", "scale_text"]


def by_paper(name: str) -> tuple[bool, float, bool]:
    """Order templates by their papers from large to small, plan sheets first."""
    template = sheet_template(name)
    width, height = template.page
    return template.situation_moment, -width * height, height > width


def paper_words(name: str, texts: Texts) -> str:
    """Give the paper of a template and how it lies; a template of its own kind by its name."""
    template = sheet_template(name)
    if template.situation_moment:
        return texts.name(template.names)
    width, height = template.page
    return f"{paper_name(template.page)} · {texts('upright') if height > width else texts('lying')}"


def scale_text(scale: float, texts: Texts) -> str:
    """Write a scale with the thousands of the language."""
    return f"1:{texts.number(round(scale))}"
