"""A template or a plan with an error is refused with the line and the word, in the language of the user."""

import pytest

from cartoviewer.scene.layout_file import LayoutFileError, read_layout
from resources.texts import Language, Texts

GOOD = """page = [210, 297]

[names]
fr = "Feuille"
nl = "Blad"
en = "Sheet"

[map]
box = [14, 42, 182, 170]
"""
LEGEND = '\n[[furniture]]\nkind = "legend"\nbox = [14, 220, 90, 40]\n'
STACK = '\n[[stack]]\nbox = [14, 220, 90, 40]\ndirection = "down"\n'


def refusal(text: str | bytes, language: Language = Language.EN) -> str:
    texts = Texts(language)
    with pytest.raises(LayoutFileError) as caught:
        read_layout(text if isinstance(text, bytes) else text.encode(), "feuille.toml", texts)
    return texts(caught.value.text, **caught.value.values)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace("297]", "297"), "line 3 is not written as TOML"),
        (GOOD + LEGEND + LEGEND.replace("legend", "legende"), "line 16: “legende” is no kind that is known"),
        (GOOD + LEGEND.replace("box", "boks"), "line 13: the word “boks” is not known here"),
        (GOOD.replace("box", "bax"), "line 9: the word “bax” is not known here"),
        (GOOD + LEGEND.replace(", 40]", "]"), "line 13: box cannot be read so"),
        (GOOD + STACK.replace("down", "up"), "line 13: “up” is no direction that is known"),
        (
            GOOD + STACK + '[[stack.furniture]]\nkind = "legend"\nsise = 4\n',
            "line 16: the word “sise” is not known",
        ),
        (GOOD.replace("page = [210, 297]\n", ""), "“page” is missing (line 1)"),
        (b"\xff\xfe\x00", "the file is not text in UTF-8"),
    ],
)
def test_a_layout_with_an_error_is_refused_with_its_line(text: str | bytes, told: str) -> None:
    assert told in refusal(text)


def test_it_is_told_in_the_language_of_the_user() -> None:
    text = GOOD + LEGEND.replace("legend", "legende")
    assert "ligne 12 : « legende » n’est pas une valeur connue de kind" in refusal(text, Language.FR)
    assert "regel 12: “legende” is geen bekende waarde van kind" in refusal(text, Language.NL)
