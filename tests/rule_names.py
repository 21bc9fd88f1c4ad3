"""Which rules the program can break, read from its code.

A rule is the first argument of ``error``, ``warning``, ``suggestion`` or ``Diagnostic``. Where
that is not a word but a name, the word is looked up: a constant, or what the callers of the
function pass, as far back as it takes. A rule that cannot be found out like this is refused, as
an author could not look it up either.
"""

import ast
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from package_code import Module

MAKERS = {"error", "warning", "suggestion", "Diagnostic"}
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Scope:
    """Where an expression stands: its module and the function around it, if any."""

    module: str
    function: _Function | None = None


@dataclass
class Code:
    """Every call, constant, import and record class of the program, by module and name."""

    calls: dict[str, list[tuple[ast.Call, Scope]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    constants: dict[tuple[str, str], ast.expr] = field(default_factory=dict)
    imports: dict[tuple[str, str], str] = field(default_factory=dict)
    records: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, module: Module, node: ast.AST, scope: Scope) -> None:
        match node:
            case ast.Call():
                self.calls[_last_name(node.func)].append((node, scope))
            case ast.Assign(targets=[ast.Name(id=name), *_]):
                self.constants.setdefault((module.name, name), node.value)
            case ast.ImportFrom():
                origin = module.source(node)
                names = (each.asname or each.name for each in node.names)
                self.imports |= {(module.name, name): origin for name in names}
            case ast.ClassDef():
                self.records[module.name, node.name] = _fields(node)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                scope = Scope(module.name, node)
        for child in ast.iter_child_nodes(node):
            self.add(module, child, scope)

    def rules(self) -> Iterator[tuple[str, str]]:
        """Each rule, with the place in the code that makes a diagnostic of it."""
        for maker in sorted(MAKERS):
            for call, scope in self.calls[maker]:
                if scope.module != "bindery.diagnostics":
                    for rule in self._argument(call, 0, "rule", scope):
                        yield rule, _place(call, scope)

    def _argument(self, call: ast.Call, index: int, name: str, scope: Scope) -> set[str]:
        """Every word that an argument of ``call`` can be."""
        given = call.args[index : index + 1]
        given += [keyword.value for keyword in call.keywords if keyword.arg == name]
        assert given, f"{_place(call, scope)}: no `{name}` is passed"
        return self._words(given[0], scope)

    def _words(self, node: ast.expr, scope: Scope) -> set[str]:
        match node:
            case ast.Constant(value=str(word)):
                return {word}
            case ast.IfExp(body=one, orelse=other):
                return self._words(one, scope) | self._words(other, scope)
            case ast.FormattedValue(value=value):
                return self._words(value, scope)
            case ast.JoinedStr(values=parts):
                choices = [sorted(self._words(part, scope)) for part in parts]
                return {"".join(choice) for choice in itertools.product(*choices)}
            case ast.Attribute(attr="rule"):
                return self._of_records(scope.module)
            case ast.Name(id=name):
                return self._named(name, node, scope)
        raise AssertionError(f"{_place(node, scope)}: write the rule as a word")

    def _named(self, name: str, node: ast.expr, scope: Scope) -> set[str]:
        parameters = _parameters(scope.function) if scope.function else []
        if scope.function and name in parameters:
            callers = self._callers(scope.function.name, scope.module)
            index = parameters.index(name)
            return {
                word for each in callers for word in self._argument(each[0], index, name, each[1])
            }
        origin = scope.module
        if (origin, name) not in self.constants:
            origin = self.imports.get((origin, name), "")
        assert (origin, name) in self.constants, f"{_place(node, scope)}: what is `{name}`?"
        return self._words(self.constants[origin, name], Scope(origin))

    def _of_records(self, module: str) -> set[str]:
        """The ``rule`` of the records of a module; a diagnostic made before adds none anew."""
        return {
            word
            for (origin, name), fields in self.records.items()
            if origin == module and "rule" in fields
            for call, scope in self._callers(name, module)
            for word in self._argument(call, fields.index("rule"), "rule", scope)
        }

    def _callers(self, name: str, module: str) -> Iterator[tuple[ast.Call, Scope]]:
        """Calls of what is called ``name`` in ``module``: there, by import, or as a method."""
        for call, scope in self.calls[name]:
            method = isinstance(call.func, ast.Attribute) and not name.startswith("_")
            if module in {scope.module, self.imports.get((scope.module, name))} or method:
                yield call, scope


def rules_in(program: Iterable[Module]) -> dict[str, str]:
    """Every rule that the modules of ``program`` can break, with one place that breaks it."""
    code = Code()
    for module in program:
        code.add(module, module.tree, Scope(module.name))
    return dict(code.rules())


def _place(node: ast.expr, scope: Scope) -> str:
    return f"{scope.module}:{node.lineno}"


def _last_name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def _fields(node: ast.ClassDef) -> list[str]:
    targets = (each.target for each in node.body if isinstance(each, ast.AnnAssign))
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _parameters(function: _Function) -> list[str]:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [each.arg for each in arguments if each.arg not in {"self", "cls"}]
