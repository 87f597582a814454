"""YAML files that people write: read with line numbers and every mistake at once, edited by inserting text so that all else stays byte for byte.

The only importer of ruamel.yaml.
"""

from audiobook.yamlfile.checker import Checker
from audiobook.yamlfile.edits import append, exchange
from audiobook.yamlfile.nodes import Node, Shape, load, missing, parse
from audiobook.yamlfile.quoting import Addition, entry, item, quoted
from audiobook.yamlfile.writing import rewrite

__all__ = ["Addition", "Checker", "Node", "Shape", "append", "entry", "exchange", "item", "load", "missing", "parse", "quoted", "rewrite"]
