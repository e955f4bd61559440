"""What the templates of the frame need: icons, form controls, article names, tones. Presentation alone."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.template import Library
from django.template.context import Context
from django.template.exceptions import TemplateSyntaxError
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from policies import words

register = Library()

# A tone is a colour with a meaning; app.css draws `mark-TONE`. What is not named is grey.
TONES = {
    "green": ("met", "eligible", "credited", "paid", "applies", "none"),
    "red": ("short", "refused", "ground", "ineligible", "not_credited"),
    "yellow": ("silent", "needs_determination"),
    "blue": ("running", "route", "by_reference"),
}
TONE_OF = {word: tone for tone, outcomes in TONES.items() for word in outcomes}

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.CheckboxSelectMultiple, ""),
    (forms.RadioSelect, ""),
    (forms.Select, "form-select"),
    (forms.HiddenInput, ""),
    (forms.Widget, "form-control"),
)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of assets/icons.txt. With a `label` it is read out; without one it is decoration."""
    href = f"{static('icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', href)


@register.simple_tag(takes_context=True)
def repeat(context: Context, name: str) -> str:
    """The block `name` once more, so that a page states its title once. Only in a template that is extended."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    if block is None:
        raise TemplateSyntaxError(f"no block named {name}")
    return str(block.render(context))


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's widget in the frame's dress; an invalid one is marked (a list of choices by its fieldset)."""
    dress = next(dress for kind, dress in CLASSES if isinstance(field.field.widget, kind))
    wrong = "is-invalid" if dress and field.errors else ""
    classes = [field.field.widget.attrs.get("class", ""), dress, wrong]
    return field.as_widget(attrs={"class": " ".join(filter(None, classes))})


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_choice_list(field: BoundField) -> bool:
    """Radio buttons or check boxes: several inputs, so a fieldset with a legend instead of a label."""
    return isinstance(field.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))


@register.filter
def article(number: str) -> str:
    """`"19.2"` → 第十九条第2项; what is no article number stays as it is."""
    try:
        return words.article_name(number)
    except (ValueError, IndexError):
        return number


@register.filter
def word(value: str, vocabulary: str) -> str:
    """The office's word for a word of the policies: `{{ step.body|word:"body" }}`."""
    return words.label(vocabulary, value)


@register.filter
def tone(outcome: Any) -> str:
    """The tone of a policy's outcome word: green, red, yellow, blue or grey."""
    return TONE_OF.get(str(outcome), "grey")


@register.filter
def make_list_of(value: Any) -> list[Any]:
    """One thing as a list of one, for pieces that take several."""
    return [value]
