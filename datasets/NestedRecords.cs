using System.Text.Json;

namespace Eval.Datasets;

/// <summary>
/// Takes records out of an object that holds them: a map from names to records, a list below one name, or a page of rows as Hugging Face's
/// API gives them.
/// </summary>
internal static class NestedRecords
{
    private const string Rows = "rows";

    /// <summary>Names of lists that may stand beside a version or a description.</summary>
    private static readonly string[] ListNames = ["data", "examples", "instances", "items", "problems", "records", "rows", "tasks"];

    /// <summary>What has one of these is a record itself, whatever lists it holds.</summary>
    private static readonly string[] RecordNames = ["id", "instance_id", "name", "prompt", "task_id"];

    /// <summary>Returns the records within, or the record itself where it holds none.</summary>
    public static IReadOnlyList<RawRecord> Expand(string file, RawRecord record)
    {
        try
        {
            return Map(record) ?? Page(file, record) ?? List(file, record) ?? [record];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Whoever reads its fields says what is wrong with it.
            return [record];
        }
    }

    /// <summary>
    /// Returns the entries of an object all of whose values are objects; null for every other, mostly after its first value.
    /// </summary>
    private static List<RawRecord>? Map(RawRecord record)
    {
        var json = new Utf8JsonReader(record.Bytes.Span);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var entries = new List<RawRecord>();
        var lines = new LineCount(record);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            entries.Add(Value(ref json, lines) with { Key = name });
        }

        return entries.Count > 0 ? entries : null;
    }

    /// <summary>
    /// Returns the objects of the one list that an object holds beside words and numbers; null where it is something else.
    /// </summary>
    private static List<RawRecord>? List(string file, RawRecord record)
    {
        var json = new Utf8JsonReader(record.Bytes.Span);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var lists = new List<(string Name, List<RawRecord> Records)>();
        var isAlone = true;
        var lines = new LineCount(record);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (RecordNames.Contains(name) || json.TokenType == JsonTokenType.StartObject)
            {
                return null;
            }

            if (json.TokenType != JsonTokenType.StartArray)
            {
                isAlone = false;
                continue;
            }

            var records = new List<RawRecord>();
            while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                records.Add(Value(ref json, lines));
            }

            if (json.TokenType != JsonTokenType.EndArray || records.Count == 0)
            {
                return null;
            }

            lists.Add((name, records));
        }

        return lists.Count > 1 && isAlone
            ? throw new DatasetFormatException(
                file, record.Line, null, $"holds the lists {string.Join(", ", lists.Take(3).Select(list => list.Name))}; write the one "
                    + $"that is meant to a file of its own.")
            : lists is [var only] && (isAlone || ListNames.Contains(only.Name)) ? only.Records : null;
    }

    private static List<RawRecord>? Page(string file, RawRecord record)
    {
        if (record.Bytes.Span.IndexOf("\"rows\""u8) < 0 || record.Bytes.Span.IndexOf("\"features\""u8) < 0)
        {
            return null;
        }

        var json = new Utf8JsonReader(record.Bytes.Span);
        var lines = new LineCount(record);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isRows = json.ValueTextEquals(Rows);
            json.Read();
            if (!isRows)
            {
                json.Skip();
                continue;
            }

            if (json.TokenType != JsonTokenType.StartArray)
            {
                return null;
            }

            var rows = new List<RawRecord>();
            while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                if (Row(file, ref json, lines) is not { } row)
                {
                    return null;
                }

                rows.Add(row);
            }

            return rows;
        }

        return null;
    }

    /// <summary>Reads <c>{"row_idx": …, "row": {…}, "truncated_cells": […]}</c>; null where it is something else.</summary>
    private static RawRecord? Row(string file, ref Utf8JsonReader json, LineCount lines)
    {
        RawRecord? row = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString();
            json.Read();
            if (name == "row" && json.TokenType == JsonTokenType.StartObject)
            {
                row = Value(ref json, lines);
                continue;
            }

            if (name == "truncated_cells" && json.TokenType == JsonTokenType.StartArray)
            {
                json.Read();
                if (json.TokenType != JsonTokenType.EndArray)
                {
                    throw new DatasetFormatException(
                        file,
                        lines.At(json.TokenStartIndex),
                        null,
                        "the page cuts long cells of this row short ('truncated_cells'); download the set's Parquet or JSON file instead.");
                }

                continue;
            }

            json.Skip();
        }

        return row;
    }

    private static RawRecord Value(ref Utf8JsonReader json, LineCount lines)
    {
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return new RawRecord(lines.At(start), lines.Record.Bytes[start..(int)json.BytesConsumed]);
    }

    /// <summary>Counts lines up to places that only go forward.</summary>
    private sealed class LineCount(RawRecord record)
    {
        private int _at;
        private int _line = record.Line;

        public RawRecord Record => record;

        public int At(long place)
        {
            _line += record.Bytes.Span[_at..(int)place].Count((byte)'\n');
            _at = (int)place;
            return _line;
        }
    }
}
