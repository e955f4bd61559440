"""What an uploaded file may be called: quotes, line ends, folders, turned reading, 300 characters. Names stay names."""

import unicodedata
from typing import Any

import pytest
from django.test import Client

from accounts.files.downloads import LONGEST, download, plain_name
from attendance.models import RegisterUpload
from cadres.models import LedgerImport
from decisions.models import BoundText, LocalRules
from decisions.shelf import look_again
from tests import factories
from tests.accounts.test_user_pages import GOOD, book
from tests.factories_cadres import SAMPLES, roster, sample_divisions
from tests.regulations.local_files import local_file

pytestmark = pytest.mark.django_db
NAMED = [
    'a"b.{}', "a\r\nSet-Cookie: x=1\r\n\r\n.{}", "../../../etc/passwd.{}", "..\\..\\windows\\x.{}", "/etc/passwd.{}",
    "\u202ecod.{}", "a\u200f\u2066b.{}", "长" * 300 + ".{}", "a%0d%0ab.{}", ".{}", "<script>alert(1)</script>.{}", "a;b='c'.{}",
]  # fmt: skip
CODE = "141028000000"


@pytest.fixture
def clerk(settings: Any, tmp_path: Any) -> Client:
    settings.MEDIA_ROOT = tmp_path
    sample_divisions()
    look_again()
    client = Client(raise_request_exception=False)
    client.force_login(factories.linfen().user("county"))
    return client


def sent(client: Client, address: str, name: str, content: bytes, **fields: str) -> Any:
    """A form as a hostile program writes it: the file's name goes over as it is."""
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    file = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    return client.post(
        address, b"".join(parts) + file + content + b"\r\n--x--\r\n", content_type="multipart/form-data; boundary=x"
    )


def harmless(name: str) -> bool:
    odd = [sign for sign in name if unicodedata.category(sign)[0] == "C" or sign in '"/\\<>:|?*;']
    return not odd and ".." not in name and 0 < len(name) <= LONGEST


@pytest.mark.parametrize("name", NAMED)
def test_a_ledger_is_kept_under_its_key_and_shown_under_a_plain_name(clerk: Client, settings: Any, name: str) -> None:
    answer = sent(clerk, "/ledger/import/", name.format("xlsx"), roster({}), place=CODE)
    assert answer.status_code in (302, 422)
    for upload in LedgerImport.objects.all():
        assert harmless(upload.file_name)
        assert upload.file.name == f"ledgers/{upload.key}.sealed"
    outside = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file() and path.suffix != ".sealed"]
    assert outside == []


@pytest.mark.parametrize("name", NAMED)
def test_an_attendance_sheet_is_too(clerk: Client, name: str) -> None:
    sheet = (SAMPLES.parent.parent / "registers" / "samples" / "jixian-attendance-2018-10.xlsx").read_bytes()
    assert sent(clerk, "/register/import/", name.format("xlsx"), sheet, place=CODE).status_code in (302, 422)
    assert all(harmless(upload.file_name) for upload in RegisterUpload.objects.all())
    assert all(upload.file.name == f"registers/{upload.key}.sealed" for upload in RegisterUpload.objects.all())


@pytest.mark.parametrize("name", NAMED)
def test_a_roster_of_users_and_the_texts_of_regulations_keep_no_name(clerk: Client, name: str) -> None:
    users = sent(clerk, "/users/roster/", name.format("xlsx"), book(GOOD).read())
    text = sent(clerk, "/regulations/linfen/bind/", name.format("txt"), "第一条 空".encode())
    rules = sent(
        clerk,
        "/local-rules/new/",
        name.format("toml"),
        local_file().encode(),
        place=CODE,
        since="2099-01-01",
        authority="文",
    )
    assert [answer.status_code < 500 for answer in (users, text, rules)] == [True] * 3
    assert (BoundText.objects.count(), LocalRules.objects.filter(title__contains=name[:5]).count()) == (0, 0)


@pytest.mark.parametrize("name", NAMED)
def test_what_is_given_out_has_a_header_of_one_line_and_a_plain_name(name: str) -> None:
    assert harmless(plain_name(name.format("xlsx")))
    header = download(b"", name.format("xlsx")).headers["Content-Disposition"]
    assert header.startswith("attachment; filename") and header.isascii()
    assert not any(sign in header for sign in ("\r", "\n", "%0D", "%0A", "%22", "%2F", "%5C", "%E2%80"))


@pytest.mark.parametrize(
    ("name", "plain"),
    [("名册.xlsx", "名册.xlsx"), ("", "文件"), ("...", "文件"), ("/", "文件"), ("2018年第1批(定稿).xlsx", "2018年第1批(定稿).xlsx"),
     ("名册", "名册"), ("a.b.c.xlsx", "a.b.c.xlsx"), (".xlsx", "xlsx"), ("长" * 300 + ".xlsx", "长" * (LONGEST - 5) + ".xlsx")],
)  # fmt: skip
def test_a_plain_name_is_left_as_people_know_it(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_a_name_is_shown_as_text_on_the_page(clerk: Client) -> None:
    sent(clerk, "/ledger/import/", "<b onclick=x>&amp;lt;i&amp;gt;.xlsx", roster({}), place=CODE)
    page = clerk.get("/ledger/import/").content.decode()
    assert "<b onclick" not in page and "<i>" not in page.split("导入记录")[1]
