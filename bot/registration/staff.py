"""Who on the staff may see and do what with a lead."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import AnTamError


class Role(StrEnum):
    """What a member of the staff is there for; the values are stored."""

    MANAGER = "manager"
    OFFICER = "officer"
    AGENT = "agent"
    EDITOR = "editor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLE_LABELS = {
    Role.MANAGER: "Lãnh đạo tỉnh",
    Role.OFFICER: "Cán bộ",
    Role.AGENT: "Nhân viên thu",
    Role.EDITOR: "Biên tập nội dung",
    Role.AUDITOR: "Kiểm tra (chỉ xem)",
    Role.ADMINISTRATOR: "Quản trị",
}
_SEES_ALL = frozenset({Role.MANAGER, Role.AUDITOR, Role.ADMINISTRATOR})
# Who may be given leads by their communes.
SERVING_ROLES = frozenset({Role.OFFICER, Role.AGENT})
_LEADING = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
WORKING_ROLES = frozenset({Role.MANAGER, Role.OFFICER, Role.AGENT, Role.ADMINISTRATOR})


class NotAllowedError(AnTamError):
    """A member of the staff asked for something that their role does not give."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Tài khoản này không được {what}", remedy="nhờ người quản trị cấp quyền")


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A signed-in member of the staff.

    :param communes: the codes of an officer's communes; empty means every commune of the province.
    """

    id: int
    display_name: str
    role: Role
    communes: Sequence[str] = ()

    @property
    def may_see_leads(self) -> bool:
        return self.role is not Role.EDITOR

    @property
    def sees_all(self) -> bool:
        """Whether every lead of the province is theirs to see; an officer without communes has all of them."""
        return self.role in _SEES_ALL or (self.role is Role.OFFICER and not self.communes)

    @property
    def may_work(self) -> bool:
        return self.role in WORKING_ROLES

    @property
    def leads(self) -> bool:
        """Whether they lead the province's work."""
        return self.role in _LEADING

    @property
    def may_assign(self) -> bool:
        """Whether they may give a lead that they see to somebody else."""
        return self.leads or self.role is Role.OFFICER

    @property
    def may_import(self) -> bool:
        return self.may_assign

    @property
    def may_audit(self) -> bool:
        """Whether they may see who saw what."""
        return self.leads or self.role is Role.AUDITOR

    @property
    def may_teach(self) -> bool:
        """Whether they say what doubtful questions meant."""
        return self.role in _LEADING or self.role is Role.EDITOR

    def sees(self, *, commune_code: str | None, officer_id: int | None) -> bool:
        """Whether a lead of this commune, held by this officer, is theirs to see."""
        if self.sees_all:
            return True
        if self.role is Role.OFFICER and commune_code in self.communes:
            return True
        return self.may_work and officer_id == self.id
