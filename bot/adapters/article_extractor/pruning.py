"""Takes the boxes out of a page that are not its article: newsletters, related links, shares, comments, captions, consent.

Rules are about how boxes are named (class, id, role) and about links, never about sites. A box that holds a good part of the
page's text is kept whatever its name: some sites call the article itself "premium-content ad-free".
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml.html import HtmlElement

_BOX = re.compile(
    r"""(?:^|[\s_-])(?:
      newsletters?|subscri\w*|sign-?up|related|recommend\w*|recirc\w*|up-next|trending|popular|most-(?:read|popular|viewed)
    | read-?(?:more|next|also|on)|more-(?:on|from|in|stories|news|coverage)|also-(?:read|like)|see-also|donat\w*|membership
    | (?:next|prev(?:ious)?)-(?:article|story|post|up)|pagination|pager|jump-?links?|skip-?link|breadcrumbs?|sidebar|footer
    | nav|navbar|navigation|menu|toolbar|pop-?up|modal|lightbox|widget|teasers?|poll|quiz|rating|e-?mail
    | promo\w*|advert\w*|ads?|adsense|sponsor\w*|outbrain|taboola|zergnet|app-(?:download|promo|banner)
    | cookies?|consent|gdpr|onetrust|cmpbox|privacy-banner
    | share\w*|sharing|social|sociable|addthis|follow(?:-us)?|comments?|disqus|respond|replies
    | paywall|regwall|pull-?quotes?|byline|authors?|bio|contributors?|captions?|credits?|copyright|tags|tag-?(?:list|cloud|links)|keywords
    )(?:$|[\s_-])""",
    re.VERBOSE,
)
_ARTICLE = re.compile(
    r"(?:article|story|entry|post|news|page)[-_]{0,2}(?:body|content|text)|(?:^|\s)(?:hentry|type-post|post-\d+)(?:\s|$)"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ROLES = frozenset((
    "dialog", "alertdialog", "navigation", "complementary", "search", "banner", "contentinfo", "menu", "toolbar",
))  # fmt: skip
_BOXES = frozenset((
    "div", "section", "aside", "article", "ul", "ol", "dl", "p", "figure", "figcaption", "span", "header", "footer", "nav",
    "form", "table", "td", "center", "details", "blockquote", "h2", "h3", "h4", "h5", "h6", "a", "li",
))  # fmt: skip
_ALWAYS = ("nav", "figcaption", "dialog")
_HIDDEN = "//*[@hidden or contains(translate(@style, 'DISPLAYNOE ', 'displaynoe'), 'display:none')]"
_INVISIBLE = ("script", "style", "noscript", "template", "iframe", "svg", "title", "meta", "link")
_SENTENCE_END = re.compile(r"[.!?…:;。！？：；।؟][\"'”’»）)\]]*\Z")
_PARAGRAPH = 60
"""Characters from which on a <p> is prose rather than a label."""
_GOOD_PART = 0.25
_LITTLE = 0.02
"""Of the page's text: a box with the headline in it and more than this is no mere header."""
_ALL_LINK = 0.85
_LAYOUT_CELL = 400
"""Characters in a table's cell from which on the table is layout."""
_LONGEST_NAME = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weight:
    """How much an element says: characters outside links, of these in paragraphs, and inside links."""

    said: int
    in_paragraphs: int
    linked: int


def remove_invisible(page: HtmlElement) -> None:
    """Take out what no browser shows; a page that hides nearly all it says lets a script show it."""
    for element in list(page.iter(*_INVISIBLE)):
        element.drop_tree()
    whole = _length(page)
    for element in page.xpath(_HIDDEN):
        if element is not page and _length(element) < _GOOD_PART * whole:
            element.drop_tree()


def _length(element: HtmlElement) -> int:
    return sum(len(str(piece)) for piece in element.itertext())


def prune(page: HtmlElement) -> int:
    """Take the boxes out of *page*, and return how many characters outside links are left."""
    weights = _weigh(page)
    left = weights[page].said - _drop_boxes(page, weights)
    for element in list(page.iter("p", "li", "div")):
        if _is_link(element, weights[element]):
            element.drop_tree()
    _join_bodies(page, weights)
    _open_layout_tables(page, weights)
    return left


def _drop_boxes(page: HtmlElement, weights: dict[HtmlElement, _Weight]) -> int:
    """Return how many characters outside links went with them."""
    dropped = 0
    waiting = [page]
    while waiting:
        for element in list(waiting.pop()):
            if (
                element.tag in _BOXES
                and _is_box(element)
                and not _is_kept(element, weights[element], weights[page])
            ):
                dropped += weights[element].said
                element.drop_tree()
            else:
                waiting.append(element)
    return dropped


def _weigh(page: HtmlElement) -> dict[HtmlElement, _Weight]:
    """Weigh every element in one pass from the last to the first, so that children come before their parents."""
    weights: dict[HtmlElement, _Weight] = {}
    for element in reversed(list(page.iter("*"))):
        said, in_paragraphs, linked = len((element.text or "").strip()), 0, 0
        for child in element:
            said += len((child.tail or "").strip())
            if (weight := weights.get(child)) is not None:
                said += weight.said
                in_paragraphs += weight.in_paragraphs
                linked += weight.linked
        if element.tag == "a":
            said, in_paragraphs, linked = 0, 0, said + linked
        elif element.tag == "p":
            in_paragraphs = said if said >= _PARAGRAPH else 0
        weights[element] = _Weight(said=said, in_paragraphs=in_paragraphs, linked=linked)
    return weights


def _names(element: HtmlElement) -> str:
    return _CAMEL.sub("-", f"{element.get('class', '')} {element.get('id', '')}"[:_LONGEST_NAME]).lower()


def _is_box(element: HtmlElement) -> bool:
    return element.tag in _ALWAYS or element.get("role") in _ROLES or bool(_BOX.search(_names(element)))


def _is_kept(element: HtmlElement, weight: _Weight, whole: _Weight) -> bool:
    """Is the box rather the article, or around it?"""
    if element.get("itemprop") == "articleBody" or _ARTICLE.search(_names(element)):
        return True
    if weight.said >= _GOOD_PART * whole.said or weight.in_paragraphs >= max(
        _GOOD_PART * whole.in_paragraphs, 1
    ):
        return True
    return weight.said > _LITTLE * whole.said and element.find(".//h1") is not None


def _is_link(element: HtmlElement, weight: _Weight) -> bool:
    """Is the paragraph or item all link, and no sentence: a headline that leads elsewhere?"""
    if weight.linked < _ALL_LINK * (weight.linked + weight.said) or not weight.linked:
        return False
    return not _SENTENCE_END.search("".join(map(str, element.itertext())).rstrip())


def _join_bodies(page: HtmlElement, weights: dict[HtmlElement, _Weight]) -> None:
    """Move into the first the other parts of an article: boxes of the same class that advertisements or times part."""
    bodies: defaultdict[tuple[str, HtmlElement | None], list[HtmlElement]] = defaultdict(list)
    for element in page.iter("div", "section", "article"):
        if _is_body(element, weights):
            around = next(element.iterancestors("article", "main"), element.getparent())
            bodies[element.get("class", ""), around].append(element)
    for first, *others in bodies.values():
        for other in others:
            if first not in other.iterancestors():
                first.extend(list(other))


def _is_body(element: HtmlElement, weights: dict[HtmlElement, _Weight]) -> bool:
    is_named = element.tag == "article" or bool(_ARTICLE.search(_names(element)))
    return is_named and any(weights[each].in_paragraphs for each in element.iterchildren("p"))


def _open_layout_tables(page: HtmlElement, weights: dict[HtmlElement, _Weight]) -> None:
    """Make plain boxes of tables that hold a page rather than figures."""
    for table in list(page.iter("table")):
        if any(weights[cell].said > _LAYOUT_CELL for cell in table.iter("td")):
            for part in [table, *table.iter("tbody", "tr", "td", "th")]:
                part.tag = "div"
