"""Why nothing can be changed in a draft any more."""

from engine.refusals import Reason, Refused
from engine.words import Words
from storage.paper_drafts import DraftRow


def not_open(draft: DraftRow) -> Refused | None:
    """None while the draft is being written."""
    if draft.paper_id is not None:
        reason = Words("Документ уже зарегистрирован", "The paper is registered already")
        mend = Words("Аннулируйте его и составьте новый", "Annul it and draft another")
        return Refused((Reason("draft", reason, mend),))
    if draft.dropped_on is not None:
        reason = Words("Проект убран", "The draft was dropped")
        return Refused((Reason("draft", reason, Words("Составьте новый проект", "Draft another")),))
    return None
