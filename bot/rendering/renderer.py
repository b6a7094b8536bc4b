"""Turns the name of a message, with what is known, into the words and buttons that a person gets."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import nodes

from bot.errors import DataError
from bot.rendering.collector import ADDITIONS, Collector
from bot.rendering.errors import FigureUnavailableError, UnknownMessageError
from bot.rendering.figures import ESTIMATE_FUNCTIONS, PARAMETER_FUNCTIONS, Figures, LawSource
from bot.rendering.insured import Insured
from bot.rendering.kept import KeptTemplates
from bot.rendering.sources import FrontMatter, SampleEstimate, SampleParameter, Source, read_sources
from bot.rendering.templates import Templates, render_failed
from bot.rendering.voice import Said, voiced, whole
from bot.types import OutboundMessage

_CONSENT = "utter_ask_consent"
# Questions for a consent, one a purpose.
_CONSENTS = frozenset({_CONSENT, "utter_ask_group_consent", "utter_ask_messages_consent"})
_FIGURE_MISSING = "shared/figure_missing.j2"
_TITLES = "titles.yml"
_BLANK_LINES = re.compile(r"\s*\n\s*\n\s*")
_LINE_ENDS = re.compile(r"[ \t]+(?=\n)")
_NOTHING: Mapping[str, Any] = {}


class _Slots(dict[str, Any]):
    """Slots of the conversation; one that was never filled is None."""

    def __missing__(self, name: str) -> None:
        return None


class Renderer:
    """All messages, compiled; cheap to build anew when a file has changed."""

    def __init__(
        self,
        messages_dir: Path,
        *,
        law: LawSource,
        published: Mapping[str, str] = _NOTHING,
        like: "Renderer | None" = None,
        kept_in: Path | None = None,
    ) -> None:
        """Read and compile everything.

        :param published: texts by path that stand in place of the files' own.
        :param like: another renderer over the same law; what it has already checked is not checked again.
        :param kept_in: a file with what an earlier start has checked and compiled; it is made where it does not fit.
        :raises DataError: naming file, line and remedy when a file is broken.
        """
        self._messages_dir, self._law = messages_dir, law
        known: Mapping[str, Source] = like.sources if like else {}
        self.sources: dict[str, Source] = read_sources(messages_dir, published=published, known=known)
        if _FIGURE_MISSING not in self.sources:
            remedy = "thêm lời văn nói rằng số liệu chưa được công bố"
            raise DataError("thiếu tệp", file=messages_dir / _FIGURE_MISSING, remedy=remedy)
        self._templates: Templates = Templates(
            self.sources,
            law=law,
            like=like._templates if like else None,
            kept=KeptTemplates(kept_in, self.sources.values(), law=law) if kept_in else None,
        )
        self._environment = self._templates.environment
        self._by_response = {
            (source.response, source.channel): source for source in self.sources.values() if source.is_message
        }
        self._figures = lru_cache(maxsize=8)(lambda today: Figures(law, today=today))
        self.responses = frozenset(response for response, _ in self._by_response)
        self.titles = _read_titles(messages_dir / _TITLES)
        self.consent_version = self.wording_version(_CONSENT)

    def with_published(self, published: Mapping[str, str]) -> "Renderer":
        """All messages anew, with these texts in place of the files' own.

        :raises DataError: when one of them is broken.
        """
        return Renderer(self._messages_dir, law=self._law, published=published, like=self)

    def render(
        self,
        name: str,
        *,
        channel: str,
        today: date,
        slots: Mapping[str, Any] = _NOTHING,
        arguments: Mapping[str, Any] = _NOTHING,
        province: Mapping[str, Any],
    ) -> OutboundMessage:
        """The whole message; where a figure is not published, the message that says so.

        :param province: name, office, address, hours, website, hotline, consent_retention, local_support_rate.
        :raises UnknownMessageError: when there is no such message.
        :raises DataError: when its template fails.
        """
        rendered = self._rendered(
            name, channel=channel, today=today, slots=slots, arguments=arguments, province=province
        )
        return whole(rendered)

    def say(
        self,
        name: str,
        *,
        channel: str,
        today: date,
        slots: Mapping[str, Any],
        arguments: Mapping[str, Any] = _NOTHING,
        province: Mapping[str, Any],
    ) -> Said:
        """The message as this person gets it: the slots `address` and `style` shape its voice.

        :raises UnknownMessageError: when there is no such message.
        :raises DataError: when its template fails.
        """
        rendered = self._rendered(
            name, channel=channel, today=today, slots=slots, arguments=arguments, province=province
        )
        # The wording of the consent is kept as proof of what was read, so it is the same for everybody.
        return Said(whole(rendered)) if name in _CONSENTS else voiced(rendered, slots=slots)

    def _rendered(
        self,
        name: str,
        *,
        channel: str,
        today: date,
        slots: Mapping[str, Any],
        arguments: Mapping[str, Any],
        province: Mapping[str, Any],
    ) -> OutboundMessage:
        source = self.source(name, channel=channel)
        context = {
            "slots": _Slots(slots),
            "channel": channel,
            "today": today,
            "province": province,
            **arguments,
        }
        try:
            return self._say(source, context)
        except FigureUnavailableError as error:
            return self._say(self.sources[_FIGURE_MISSING], context | {"reason": error.reason})

    def source(self, name: str, *, channel: str | None = None) -> Source:
        """The file of a message: the channel's own variant if there is one."""
        source = self._by_response.get((name, channel)) or self._by_response.get((name, None))
        if source is None:
            raise UnknownMessageError(name)
        return source

    def parse(self, source: Source) -> nodes.Template:
        """The syntax tree of a template, for checks."""
        return self._environment.parse(source.padded_body, filename=str(source.file))

    def front_matter(self, name: str) -> FrontMatter:
        """Owner, review days, articles and samples of a message."""
        return self.source(name).front_matter

    def sample_arguments(self, name: str, *, today: date) -> dict[str, Any]:
        """Arguments with which the message can be tried out on a day."""
        return self._samples(self.front_matter(name).arguments, today)

    def sample_slots(self, name: str, *, today: date) -> dict[str, Any]:
        """Slots with which the personal part of the message can be tried out on a day."""
        return self._samples(self.front_matter(name).slots, today)

    def _samples(self, declared: Mapping[str, Any], today: date) -> dict[str, Any]:
        figures = self._figures(today)

        def resolve(value: Any) -> Any:
            if isinstance(value, SampleParameter):
                return int(figures.parameter(value.name))
            if isinstance(value, SampleEstimate):
                return figures.estimate(value.calculator, **resolve(value.inputs))
            if isinstance(value, Mapping):
                return {key: resolve(item) for key, item in value.items()}
            return [resolve(item) for item in value] if isinstance(value, list) else value

        resolved: dict[str, Any] = resolve(declared)
        return resolved

    def _say(self, source: Source, context: dict[str, Any]) -> OutboundMessage:
        figures, collector = self._figures(context["today"]), Collector()
        helpers = {name: getattr(figures, name) for name in (*PARAMETER_FUNCTIONS, *ESTIMATE_FUNCTIONS)}
        helpers |= {name: getattr(collector, name) for name in ADDITIONS}
        helpers["articles"] = source.front_matter.articles if source.head else self._articles_of_base(source)
        helpers["insured"] = Insured(context["slots"], today=context["today"])
        try:
            text = self._environment.get_template(source.path).render(helpers | context)
        except FigureUnavailableError:
            raise
        # Whatever else goes wrong in a template is the template's fault, and told as such.
        except Exception as error:
            raise render_failed(error, source=source) from error
        return collector.message(_tidy(text))

    def _articles_of_base(self, source: Source) -> tuple[str, ...]:
        """A variant and a shared text rest on the articles of the message itself."""
        base = self._by_response.get((source.response, None))
        return base.front_matter.articles if base else ()

    def wording_version(self, consent: str) -> str:
        """The day of a consent's wording and a digest of it, kept with every consent as proof of what was read."""
        wording = [source for (name, _), source in self._by_response.items() if name == consent]
        if not wording:
            raise UnknownMessageError(consent)
        version = self.front_matter(consent).version
        if version is None:
            raise wording[0].fail("thiếu «version»", line=1, remedy="ghi ngày của lời xin đồng ý này")
        digest = hashlib.sha256("\0".join(source.body.strip() for source in wording).encode()).hexdigest()
        return f"{version.isoformat()}-{digest[:8]}"


def _tidy(text: str) -> str:
    """Composed letters, no blanks at line ends, one blank line between paragraphs."""
    return unicodedata.normalize("NFC", _BLANK_LINES.sub("\n\n", _LINE_ENDS.sub("", text)).strip())


def _read_titles(file: Path) -> dict[str, str]:
    """Button titles by intent.

    :raises DataError: when the file is missing or is not a table of texts.
    """
    remedy = "mỗi dòng gồm tên ý định và chữ trên nút, ví dụ  state_support: Nhà nước hỗ trợ"
    try:
        titles = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise DataError(f"không đọc được: {error}", file=file, remedy=remedy) from error
    if not isinstance(titles, dict) or not all(isinstance(title, str) for title in titles.values()):
        raise DataError("không phải bảng tên và chữ", file=file, remedy=remedy)
    return titles
