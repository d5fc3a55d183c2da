"""Sentences that stand where nobody has typed better ones."""

from workflows.papers.ground import Found, Ground


def award(ground: Ground) -> Found:
    return {
        "award.kind": "объявить благодарность",
        "award.merit": "результативную работу с наставляемыми и выполнение индивидуальных планов наставничества",
    }


def gratitude(ground: Ground) -> Found:
    return {"gratitude.merit": "добросовестный труд наставника, внимание к наставляемым и переданный им опыт"}
