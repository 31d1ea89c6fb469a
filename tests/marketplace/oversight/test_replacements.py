"""The pages by which a rating that was set aside is replaced (P2)."""

from blacklist import queries as blacklist
from credit import checking, queries, replacing, round_queries
from kernel import law
from tests import personas
from tests.credit.test_replacing import AGAIN, CHECKED, DONE, SHOWN, a_rating_set_aside, act, again
from tests.factories import credit as make
from tests.factories import rounds as round_of


def test_a_rating_is_replaced_by_its_pages(visit, clock):
    draft = a_rating_set_aside("B")
    at = f"/rating-rounds/2025/agencies/{draft.agency_id}"
    clock.set(AGAIN)
    visit.as_(personas.managing_office())
    assert f"{at}/rate-again" in visit(at).links
    assert visit.submit(
        f"/rating-rounds/2025/agencies/{draft.agency_id}/rate-again", {"reason": ""}, status=422
    ).errors
    page = visit.submit(f"{at}/rate-again", {"reason": "复核认定处罚不成立。"})
    assert "2026年4月18日" in page.text
    visit(f"/agencies/{draft.agency_id}/ratings/2025", status=404)
    clock.set(SHOWN)
    visit.as_(personas.managing_office()).submit(at, form="/publish-again")
    assert "尚未认定" in visit(f"/agencies/{draft.agency_id}/ratings/2025").text
    clock.set(DONE)
    address = f"/rating-rounds/2025/agencies/{draft.agency_id}/determine-again"
    visit.as_(personas.managing_office())
    assert visit.submit(address, {"document": ""}, status=422).errors
    visit.submit(address, {"document": "江审管评〔2026〕9号"})
    assert queries.ratings_of(draft.agency_id)[0].document == "江审管评〔2026〕9号"
    assert visit.submit(address, {"document": "又一次"}, status=409).status == 409


def test_a_removal_by_the_replacement_releases_the_owners(visit, clock):
    make.rating(personas.agency().organisation, 2024, "D")
    draft = again(a_rating_set_aside())
    act(draft, checking.confirm, today=CHECKED, user=personas.second_of_the_office())
    act(draft, replacing.publish, today=SHOWN)
    clock.set(DONE)
    address = f"/rating-rounds/2025/agencies/{draft.agency_id}/determine-again"
    visit.as_(personas.managing_office()).submit(address, {"document": "江审管评〔2026〕9号"})
    assert blacklist.standing(draft.agency_id, DONE, law.book()).name == "removed"


def test_it_is_for_the_managing_office_alone(visit, clock):
    draft = a_rating_set_aside("B")
    clock.set(CHECKED)
    for user in (personas.authority(), personas.agency(), personas.supervisor()):
        visit.as_(user)
        for end in ("rate-again", "determine-again"):
            visit(f"/rating-rounds/2025/agencies/{draft.agency_id}/{end}", status=403)
        sent = visit.client.post(f"/rating-rounds/2025/agencies/{draft.agency_id}/publish-again")
        assert sent.status_code in (400, 403)
    assert round_queries.draft(round_of.YEAR, draft.agency_id).reopened_on is None
