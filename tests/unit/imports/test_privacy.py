"""Who a shopper is never reaches the project folder."""

from __future__ import annotations

import pytest

from studio.domain.errors import InputProblem
from studio.worker import import_files

PEOPLE = (
    ("ada.lovelace@example.com", "Ada Lovelace", "+44 20 7946 0958", "10.20.30.41"),
    ("grace.hopper@example.org", "Grace Hopper", "+1 (555) 010-9999", "10.20.30.42"),
    ("li.lei@example.cn", "李雷", "13800138000", "10.20.30.43"),
)
SESSIONS = ("sess-7f3a91c2", "sess-04be11aa", "sess-99ff00cc")


def customers() -> str:
    rows = "".join(
        f"{mail},view,A-{n},2026-03-0{n + 1} 10:00:00,{SESSIONS[n]},"
        f"{name},{phone},{ip},{n} Harbour Street,blue {mail} kettle\n"
        for n, (mail, name, phone, ip) in enumerate(PEOPLE)
    )
    return (
        "email,event,item_id,ts,session_id,customer_name,contact,last_ip,"
        "shipping_address,search_term\n" + rows
    )


def everything_in(project) -> bytes:
    return b"\n".join(p.read_bytes() for p in project.path.rglob("*") if p.is_file())


def test_that_no_name_mail_or_raw_id_is_in_the_project(project, write, bring) -> None:
    result = bring(
        write("user_behavior.csv", customers()),
        write(
            "segments.csv",
            "email,segment\n" + "".join(f"{mail},Campers\n" for mail, *_ in PEOPLE),
        ),
        write(
            "bad.csv",
            "user_id,event,item_id,query,timestamp\n"
            "raw-id-77001,search,,ada.lovelace@example.com,2026-01-01\n"
            "raw-id-77001,view,A-1,,not a time\n"
            "raw-id-77001,view,A-1,,2026-01-01\n",
        ),
    )
    assert result.events == 4
    content = everything_in(project)
    secrets = [part for person in PEOPLE for part in person]
    secrets += [*SESSIONS, "Harbour Street", "raw-id-77001", "lovelace", "Lovelace"]
    for secret in secrets:
        assert secret.encode() not in content, secret
    assert "A-1" in {p.id for p in project.catalogue()}


def test_that_personal_columns_are_proposed_to_be_dropped(write, service) -> None:
    (plan,) = service.inspect([write("user_behavior.csv", customers())])
    by_name = {column.name: column for column in plan.columns}
    assert (by_name["email"].target, by_name["email"].privacy) == (
        "user_id",
        "pseudonymised",
    )
    assert by_name["session_id"].privacy == "pseudonymised"
    for name in ("customer_name", "contact", "last_ip", "shipping_address"):
        assert (by_name[name].target, by_name[name].privacy) == ("", "dropped"), name
    assert by_name["contact"].read_as == "Phone number"
    shown = str((plan.preview, plan.columns, plan.stored, plan.findings))
    for mail, name, phone, ip in PEOPLE:
        for secret in (mail, name, phone, ip):
            assert secret not in shown
    assert any("personal columns are dropped" in f.title for f in plan.findings)


def test_that_shopper_ids_cannot_be_kept(write, service) -> None:
    (plan,) = service.inspect([write("b.csv", "user_id,item_id,ts\nu,A,2026-01-01\n")])
    with pytest.raises(InputProblem, match="always pseudonymised"):
        service.with_privacy(plan, "user_id", "kept")
    with pytest.raises(InputProblem, match="cannot be pseudonymised"):
        service.with_privacy(plan, "ts", "pseudonymised")


class Silent:
    """A report that says nothing."""

    def progress(self, *_: object) -> None:
        """Say nothing."""

    def send(self, _: object) -> None:
        """Say nothing."""


def test_that_no_pseudonym_is_taken_for_a_number_of_a_person(
    project, write, service
) -> None:
    """One in thirteen pseudonyms has digits as telephone numbers have them."""
    rows = "".join(f"u{n},Patients of Dr {n}\n" for n in range(300))
    (plan,) = service.inspect([write("s.csv", "user_id,segment\n" + rows)])
    hidden = service.with_privacy(plan, "segment", "pseudonymised")
    import_files.run(service.job([hidden]), Silent())
    assert len(project.segments().names) == 300


def test_that_segments_can_be_pseudonymised(project, write, service, bring) -> None:
    path = write("s.csv", "user_id,segment\nu,Patients of Dr Who\n")
    (plan,) = service.inspect([path])
    hidden = service.with_privacy(plan, "segment", "pseudonymised")
    assert hidden.stored[0][1] == project.pseudonym("Patients of Dr Who")
    import_files.run(service.job([hidden]), Silent())
    assert project.segments().names == (project.pseudonym("Patients of Dr Who"),)
    assert b"Dr Who" not in everything_in(project)
