"""The province's file says when the office is open, and knows no number both as genuine and as a scam."""

from collections.abc import Iterator

from bot.checks.problem import Problem
from bot.checks.project import Project


class ProvinceCheck:
    """Reads the file; a broken one is told by its reader."""

    name = "province"

    def run(self, project: Project) -> Iterator[Problem]:
        office = project.office
        if not any(office.hours.values()):
            yield self._problem(project, "Không có giờ làm việc nào.", "Thêm giờ vào hours.")
        genuine = {phone.number for phone in office.official.phones}
        genuine |= {domain.name for domain in office.official.domains}
        for scam in (*office.scams.phones, *office.scams.domains):
            name = getattr(scam, "number", None) or getattr(scam, "name", "")
            if name in genuine:
                yield self._problem(
                    project, f"«{name}» vừa là thật vừa là lừa đảo.", "Bỏ một trong hai dòng."
                )

    def _problem(self, project: Project, message: str, remedy: str) -> Problem:
        return Problem(project.province_file, None, message, remedy)
