"""Legends in the words of many counties."""

import pytest

from attendance.sheets.legend import entries_of

# The legend, the signs that occur in the cells, and each sign with its letter (the sign with its letter behind it; 空 is the empty cell).
CASES = [
    (
        "备注：1.在村打“√”；2.因公外出（含开会、培训、学习）打“○”；3.请假（含病假、事假、年休假）打“△”；4.未请假不在村打“×”；5.周末、节假日休息打“-”。6.本表一式三份。",
        "√ ○ △ × -",
        "√V ○O △L ×A -R",
    ),
    (
        "说明：出勤用“√”表示，因公出差用“△”表示，事假用“○”表示，病假用“◇”表示，年休假用“☆”表示，旷工用“×”表示，节假日用“/”表示。",
        "√ △ ○ ◇ ☆ × /",
        "√V △O ○L ◇L ☆L ×A /R",
    ),
    ("考勤符号：到岗√ 出差✈ 年假☀ 病假✚ 旷工✖ 周末☂", "√ ✈ ☀ ✚ ✖ ☂", "√V ✈O ☀L ✚L ✖A ☂R"),
    ("√：驻村工作；○：县内开会、培训；□：事假、病假；×：无故脱岗", "√ ○ □ ×", "√V ○O □L ×A"),
    ("（√为在岗，○为公假，△为病事假，×为旷工，※为轮休）", "√ ○ △ × ※", "√V ○L △L ×A ※R"),
    ("在岗：√  出差：C  请假：Q  旷工：K  休息：X", "√ C Q K X", "√V CO QL KA XR"),
    ("注：“Z”表示在驻村，“W”表示因公外出，“J”请假，“K”旷岗，“X”休息", "Z W J K X", "ZV WO JL KA XR"),
    ("在村“○”，离村（请假）“△”，离村（公务）“□”，擅自离村“×”", "○ △ □ ×", "○V △L □O ×A"),
    ("出勤:1;公出:2;请假:3;缺勤:4;休息:5", "1 2 3 4 5", "1V 2O 3L 4A 5R"),
    ("①在村 ②公出 ③请假 ④缺岗 ⑤休息", "① ② ③ ④ ⑤", "①V ②O ③L ④A ⑤R"),
    ("在村√、因公△、因私○、脱岗×", "√ △ ○ ×", "√V △O ○L ×A"),
    ("√＝出勤，Ο＝请假，△＝公差，╳＝旷工", "√ Ο △ ╳", "√V ΟL △O ╳A"),
    ("填表说明：在村全天打“√”，半天打“/”，因公外出打“△”，请假打“○”", "√ △ ○", "√V △O ○L"),
    (
        "驻：驻村；公：公出；病：病假；事：事假；年：年休假；旷：旷工；休：轮休",
        "驻 公 病 事 年 旷 休",
        "驻V 公O 病L 事L 年L 旷A 休R",
    ),
    ("驻村√ 公出○ 病假+ 事假- 年休＊ 缺勤×", "√ ○ + - * ×", "√V ○O +L -L ＊L ×A"),
    ("在村(√) 县内公务(△) 县外公务(▲) 请假(○) 缺岗(×)", "√ △ ▲ ○ ×", "√V △O ▲O ○L ×A"),
    ("√ 在岗在位、△ 外出公务、○ 离岗请假、× 不在岗、空白 未上岗", "√ △ ○ ×", "√V △O ○L ×A 空."),
    ("说明：驻村工作队员每月驻村不少于20天。√驻村 △开会 ○请假 ×脱岗", "√ △ ○ ×", "√V △O ○L ×A"),
    ("出勤√ 迟到◇ 早退□ 请假○ 旷工×", "√ ◇ □ ○ ×", "√V ○L ×A"),
    ("在村：√；在乡镇：◎；在县城：○；公差：△；假：☆；缺：×", "√ ◎ ○ △ ☆ ×", "√V ◎C ○C △O ☆L ×A"),
    ("考勤标识：★在村 ☆因公 ▲因病 △因事 ●缺席", "★ ☆ ▲ △ ●", "★V ☆O ▲L △L ●A"),
    ("“√”——在村；“○”——公出；“△”——请假；“×”——缺岗", "√ ○ △ ×", "√V ○O △L ×A"),
    ("在村 √ / 公出 △ / 请假 ○ / 缺岗 ×", "√ △ ○ ×", "√V △O ○L ×A"),
    ("正常出勤打√，外出开会打○，请假打△，无故缺席打×，休息日不填", "√ ○ △ ×", "√V ○O △L ×A 空R"),
    ("P-在岗 T-出差 L-请假 A-旷工 H-节假日", "P T L A H", "PV TO LL AA HR"),
    ("在 在村；外 因公外出；假 请假；旷 旷工；休 公休", "在 外 假 旷 休", "在V 外O 假L 旷A 休R"),
    ("驻村：○(全天)、◑(半天)；请假：△", "○ △", "○V △L"),
]


@pytest.mark.parametrize(("text", "signs", "wanted"), CASES)
def test_each_sign_gets_the_letter_of_its_words(text: str, signs: str, wanted: str) -> None:
    found = {entry.sign or "空": entry.meaning for entry in entries_of(text, frozenset(signs.split()))}
    assert found == {pair[:-1]: pair[-1] for pair in wanted.split()}


def test_a_word_that_fits_no_letter_leaves_its_sign_without_one() -> None:
    assert [entry.sign for entry in entries_of("√出勤 ◇迟到 ○请假", frozenset("√◇○"))] == ["√", "○"]
