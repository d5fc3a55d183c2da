"""SpiffWorkflow: the workflow is read from its stored state, its waiting task is completed, the state is stored again.

SpiffWorkflow has no tables of its own; its authors' backend (spiff-arena) keeps the state through SQLAlchemy and the
specification once for all, and so does this one: the serializer is told to write only the specification's name.
"""

import io
from itertools import pairwise
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.helpers.bpmn_converter import BpmnConverter
from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
from SpiffWorkflow.util.task import TaskState
from sqlalchemy import create_engine, text

from benchmarks.moves.orm import OrmMover, PairWithState
from benchmarks.moves.shape import MOVES, STAGES


def _process() -> Any:
    """Seven user tasks in a row, as BPMN."""
    names = ["begin", *STAGES, "end"]
    arrows = "".join(
        f'<sequenceFlow id="flow_{one}" sourceRef="{one}" targetRef="{other}"/>' for one, other in pairwise(names)
    )
    tasks = "".join(f'<userTask id="{stage}" name="{stage}"/>' for stage in STAGES)
    text = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench">'
        f'<process id="pair" isExecutable="true"><startEvent id="begin"/>{tasks}<endEvent id="end"/>{arrows}</process>'
        "</definitions>"
    )
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(io.BytesIO(text.encode())))
    return parser.get_spec("pair")


SPECIFICATION = _process()


class _ByName(BpmnConverter):
    """Writes the specification as its name and reads it as the shared one."""

    def to_dict(self, spec: Any) -> dict[str, str]:
        return {"name": spec.name}

    def from_dict(self, dct: dict[str, str]) -> Any:
        return SPECIFICATION


_SERIALIZER = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure({**DEFAULT_CONFIG, BpmnProcessSpec: _ByName}))


class SpiffMover(OrmMover):
    row = PairWithState

    def __init__(self, url: str) -> None:
        _store_beginnings(url)
        super().__init__(url)

    def advance(self, pair: Any) -> tuple[str, str]:
        pair.spiff_state = advanced(pair.spiff_state)
        return MOVES[pair.stage]


def advanced(state: str) -> str:
    """The stored state after the waiting task is completed."""
    workflow = _SERIALIZER.deserialize_json(state)
    workflow.get_next_task(state=TaskState.READY).run()
    workflow.do_engine_steps()
    return str(_SERIALIZER.serialize_json(workflow))


def _store_beginnings(url: str) -> None:
    """Every pair waits in its first stage, seven moves before its end: no run of this contender is that long."""
    workflow = BpmnWorkflow(SPECIFICATION)
    workflow.do_engine_steps()
    database = create_engine(url)
    with database.begin() as transaction:
        transaction.execute(text("ALTER TABLE pair ADD COLUMN spiff_state TEXT"))
        transaction.execute(
            text("UPDATE pair SET spiff_state = :state"), {"state": _SERIALIZER.serialize_json(workflow)}
        )
    database.dispose()
