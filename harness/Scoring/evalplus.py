# How EvalPlus judges: every input is given to the data set's own solution and to the answer, and what they return is compared.
# The rules (which tasks compare sets, which only whether something was found, which tolerance holds) are those of EvalPlus 0.3.


def __check(reference, entry_point, inputs, atol, assertion, base):
    import ast
    import copy
    import math

    candidate = globals()[entry_point]
    as_sets = {"similar_elements", "find_char_long", "common_in_nested_lists", "extract_singly", "larg_nnum", "intersection_array", "find_dissimilar", "Diff"}
    found_or_not = {"check_str", "text_match_three", "text_starta_endb"}

    def example():
        """The arguments of the first assertion: JSON has no tuples, sets and complex numbers, the assertions do."""
        for node in ast.walk(ast.parse(assertion)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == entry_point:
                return [ast.literal_eval(argument) for argument in node.args]
        return []

    def like(value, model):
        """Gives a JSON value the types that the example has at the same place."""
        if isinstance(model, (int, float, complex)) and isinstance(value, str):
            for kind in (float, complex):
                try:
                    return kind(value)
                except ValueError:
                    pass
        if isinstance(value, list) and isinstance(model, (list, tuple, set)):
            kinds = list(model)
            if not kinds:
                items = [like(item, model) if isinstance(item, list) else item for item in value]
            elif isinstance(model, tuple) and len(kinds) == len(value) and len({type(kind) for kind in kinds}) > 1:
                items = [like(item, kind_for(item, kinds, model) if isinstance(item, list) and not isinstance(kind, (list, tuple, set)) else kind)
                         for item, kind in zip(value, kinds)]
            else:
                items = [like(item, kind_for(item, kinds, model)) for item in value]
            return type(model)(items)
        if isinstance(value, dict) and isinstance(model, dict) and model:
            kind = next(iter(model.values()))
            return {key: like(item, kind) for key, item in value.items()}
        return value

    def kind_for(item, kinds, model):
        """The example's first nested value; a list deeper than the example goes is of the type of the one around it."""
        nested = [kind for kind in kinds if isinstance(kind, (list, tuple, set, dict))]
        if isinstance(item, (list, dict)):
            return nested[0] if nested else type(model)() if isinstance(model, tuple) else None
        return None

    def prepare():
        shown = example()
        typed = [[like(value, shown[place]) if place < len(shown) else value for place, value in enumerate(row)] for row in inputs]
        own = {"__name__": "reference"}
        exec(compile(reference, "reference.py", "exec", dont_inherit=True), own)
        return [(row, own[entry_point](*copy.deepcopy(row))) for row in typed]

    def is_number(value):
        return isinstance(value, (int, float)) and not isinstance(value, bool)

    def has_floats(value):
        return isinstance(value, float) or (isinstance(value, (list, tuple)) and len(value) > 0 and all(isinstance(item, float) for item in value))

    def close(one, other, tolerance):
        if isinstance(other, (list, tuple)):
            return type(one) is type(other) and len(one) == len(other) and all(close(a, b, tolerance) for a, b in zip(one, other))
        return is_number(one) and (one == other or math.isnan(one) and math.isnan(other) or abs(one - other) <= tolerance + 1e-7 * abs(other))

    def root(polynomial, x):
        return sum(factor * x**power for power, factor in enumerate(polynomial))

    def agrees(row, result, expected):
        if entry_point == "find_zero":
            return is_number(result) and abs(root(row[0], result)) <= 1e-4
        if entry_point in as_sets:
            return set(result) == set(expected)
        if entry_point in found_or_not:
            return (result if isinstance(result, bool) else result is not None) == (expected if isinstance(expected, bool) else expected is not None)
        if result == expected:
            return True
        tolerance = float(atol) or (1e-6 if has_floats(expected) else 0)
        return tolerance > 0 and close(result, expected, tolerance)

    if not __kept__:
        __kept__["cases"] = prepare()
    if base:
        own = dict(globals())
        exec(compile(base, "base.py", "exec", dont_inherit=True), own)
        own["check"](candidate)
    for row, expected in __kept__["cases"]:
        shown = ", ".join(map(repr, row))[:200]
        result = candidate(*copy.deepcopy(row))
        assert agrees(row, result, expected), f"{entry_point}({shown}) is {result!r:.200}, expected {expected!r:.200}"


