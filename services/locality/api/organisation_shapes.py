"""The bodies and answers of the doors about organisations."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from services.locality.domain.complement import Evaluation, picture
from services.locality.domain.organisations import Organisation
from shared.authorities import Authorities, Title
from shared.contract import Effect, Publication
from shared.identifiers import Party
from shared.procedure.shapes import Closed
from shared.rulebook.rows import Text
from shared.web.idempotency import Receipt

COMPLEMENT = Text(
    en=(
        "What bodies elsewhere say of this organisation, as the national platform passes it down. "
        "It complements this office's own file and replaces nothing in it. It gives no points, and "
        "nothing comes down about people."
    ),
    zh=(
        "全国平台下推的其他单位对该组织的评价，仅供补充参考，不取代本办公室自有档案；"
        "不产生积分，也不涉及任何个人。"
    ),
)
OWN_FILE = Text(
    en=(
        "What this office holds itself: that the organisation is registered here. The deeper local "
        "evaluation that the paper mentions is not modelled."
    ),
    zh="本办公室自有信息：该组织在本地登记。论文所述更深入的地方评价未纳入本模型。",
)
EXAMPLE: JsonDict = {
    "kind": "organisation",
    "name": "恒瑞建材有限公司",
    "id_number": "01660101MA2360487U",
}


class NewOrganisation(Closed):
    """An organisation that is registered in this place."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"party": EXAMPLE}]})

    party: Party


class OrganisationReceipt(Receipt):
    """An organisation on the books."""

    id: str
    registered_at: datetime


class OrganisationShown(BaseModel):
    """An organisation on the books; its code is public."""

    id: str
    name: str
    code: str
    registered_at: datetime

    @classmethod
    def of(cls, found: Organisation) -> "OrganisationShown":
        """The same, as it is shown."""
        return cls(id=found.id, name=found.name, code=found.code, registered_at=found.registered_at)


class OrganisationsShown(BaseModel):
    """Part of the books in the order of codes; `next_after` goes into the next question."""

    organisations: list[OrganisationShown]
    next_after: str | None


class EvaluationShown(BaseModel):
    """How one issuer stands to the organisation."""

    issuer: str
    issuer_title: Title | None
    ref: str
    list: str
    list_title: Title | None
    effect: Effect
    publication: Publication
    reason: str = Field(description="A code of the issuer's public rulebook")
    name: str = Field(description="As the issuer writes it")
    listed_on: date
    stands_until: date
    contest_at: str = Field(description="Where the issuer says how to contest it; not here")

    @classmethod
    def of(cls, told: Evaluation, known: Authorities) -> "EvaluationShown":
        """The same with the issuer's own words, where its declaration is known here."""
        issuer = known.find(told.issuer)
        declared = issuer.declared_list(told.list) if issuer else None
        own = {name: getattr(told, name) for name in cls.model_fields if hasattr(told, name)}
        return cls(
            **own,
            issuer_title=issuer.title if issuer else None,
            list_title=declared.title if declared else None,
            contest_at=f"http://localhost:{issuer.port}{issuer.contact}" if issuer else "",
        )


class Counts(BaseModel):
    """The larger picture in numbers, reckoned here from what is shown."""

    issuers: int
    adverse: int
    favourable: int


class Reading(BaseModel):
    """How old what came down is; empty if nothing was ever read."""

    edition: str | None = Field(description="The platform's edition when it last brought news")
    read_at: datetime | None = Field(description="Real time of the last reading to the end")
    age_seconds: int | None


class ComplementShown(Reading):
    """What came down about one organisation."""

    says: Text = COMPLEMENT
    counts: Counts
    evaluations: list[EvaluationShown]

    @classmethod
    def of(
        cls, found: Sequence[Evaluation], known: Authorities, reading: Reading
    ) -> "ComplementShown":
        """All that stands, and how many say what."""
        seen = picture(found)
        return cls(
            **reading.model_dump(),
            counts=Counts(issuers=seen.issuers, adverse=seen.adverse, favourable=seen.favourable),
            evaluations=[EvaluationShown.of(one, known) for one in found],
        )


class OwnPart(BaseModel):
    """The place's own part of the file."""

    says: Text = OWN_FILE
    organisation: OrganisationShown


class OrganisationFile(BaseModel):
    """One organisation's file: the place's own part, and beside it what came down."""

    authority: str
    own: OwnPart
    complement: ComplementShown


class ComplementState(Reading):
    """What comes down here at all, for everybody to see; about no organisation in particular."""

    authority: str
    says: Text = COMPLEMENT
    regions: list[str] = Field(description="Leading digits of the codes of this place's regions")
    refused_count: int = Field(description="Lines that had no place here, such as about a person")
