"""Reported failures for which the model has no place."""

from demo.stories.story import LeftOut, Title

LEFT_OUT = (
    LeftOut(
        number=13,
        title=Title(en="Foreign travellers refused on a list", zh="外国旅客被拒登机"),
        source="chinajusticeobserver.com",
        because=(
            "Every identifier here is an invented resident ID or organisation code. A passport has"
            " no form that nobody can hold, so none may enter, and somebody without a number of"
            " ours can neither be listed nor ask. That such travellers had no way to look"
            " themselves up is shown by nothing here."
        ),
    ),
)
