"""Prints the places of syntax errors in C# code, which it reads from its input, as JSON."""
import json
import sys

import tree_sitter_c_sharp
from tree_sitter import Language, Parser


def errors(node):
    if node.is_error or node.is_missing:
        yield f'line {node.start_point.row + 1}, column {node.start_point.column + 1}'
    for child in node.children:
        yield from errors(child)


code = sys.stdin.buffer.read()
print(json.dumps(list(errors(Parser(Language(tree_sitter_c_sharp.language())).parse(code).root_node))))
