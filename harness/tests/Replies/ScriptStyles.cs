namespace Eval.Harness.Tests.Replies;

/// <summary>Ways in which models define a function of JavaScript for others: kinds of modules and of exports.</summary>
internal static class ScriptStyles
{
    /// <summary>Replies to the task of a function, with one of its bodies.</summary>
    public static IReadOnlyDictionary<string, Func<ScriptFunction, string, string>> All { get; } =
        new Dictionary<string, Func<ScriptFunction, string, string>>
    {
        ["function as the module"] = (f, body) => $"```js\nmodule.exports = function {f.Name}({f.Parameters}) {{\n  {body}\n}};\n```",
        ["arrow as the module"] = (f, body) =>
            $"```javascript\nmodule.exports = ({f.Parameters}) => {{\n  {body}\n}};\n```\n\nCall it:\n\n```javascript\nconst it = "
            + $"require('./it');\nconsole.log(it);\n```",
        ["property of exports"] = (f, body) => $"```js\n'use strict';\nexports.{f.Name} = function ({f.Parameters}) {{\n  {body}\n}};\n```",
        ["method of an object"] = (f, body) =>
            $"```node\nexports = module.exports = {{\n  version: 1,\n  {f.Name}({f.Parameters}) {{\n  {body}\n  }},\n}};\n```",
        ["arrow by default"] = (f, body) => $"```mjs\nexport default ({f.Parameters}) => {{\n  {body}\n}};\n```",
        ["another name"] = (f, body) => $"```js\n#!/usr/bin/env node\nimport assert from 'node:assert';\n\nconst solve = ({f.Parameters}) "
            + $"=> {{\n  {body}\n}};\nassert(solve);\n\nexport {{ solve as {f.Name} }};\n```",
        ["method of a class"] = (f, body) =>
            $"```js\nexport default class Answer {{\n  static {f.Name}({f.Parameters}) {{\n  {body}\n  }}\n}}\n```\n\n- Time: O(n)\n",
        ["taken out of an object"] = (f, body) =>
            $"const api = {{ {f.Name}: ({f.Parameters}) => {{\n  {body}\n}} }};\nconst {{ {f.Name} }} = api;\n\nNote: nothing(else)\n",
        ["global name, after waiting"] = (f, body) =>
            $"```js\nconst level = await Promise.resolve(0);\nglobalThis.{f.Name} = ({f.Parameters}) => {{\n  void level;\n  "
            + $"{body}\n}};\n```",
        ["two files"] = (f, body) => $"```js\n// run.js\nexport default function run(work) {{ return work(); }}\n```\n\n```js\n// "
            + $"answer.js\nimport run from './run.js';\n\nexport const {f.Name} = function ({f.Parameters}) {{\n  return run(() => {{\n  "
            + $"{body}\n  }});\n}};\nexport default {f.Name};\n```",
    };
}
