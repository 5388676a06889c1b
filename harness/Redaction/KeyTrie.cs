namespace Eval.Harness.Redaction;

/// <summary>The states of the automaton that finds keys, numbered by depth; state 0 is that nothing matches.</summary>
internal sealed class KeyTrie
{
    private KeyTrie(int states, int width)
    {
        Next = new int[states * width];
        (Depth, KeyLength) = (new int[states], new int[states]);
        (IsBuffered, IsPart) = (new bool[states], new bool[states]);
    }

    /// <summary>The state after a symbol, at state times width plus symbol.</summary>
    public int[] Next { get; }

    /// <summary>How many symbols match.</summary>
    public int[] Depth { get; }

    /// <summary>The length of the longest form that ends here; 0 where none does.</summary>
    public int[] KeyLength { get; }

    /// <summary>Whether so much matches that it is held back.</summary>
    public bool[] IsBuffered { get; }

    /// <summary>Whether so much matches that it is treated as the whole.</summary>
    public bool[] IsPart { get; }

    /// <param name="forms">What is looked for, as symbols.</param>
    /// <param name="width">How many symbols there are.</param>
    /// <param name="limits">From which depth on a form of a length is held back, and counts as the whole.</param>
    public static KeyTrie From(IEnumerable<byte[]> forms, int width, Func<int, (int Buffered, int Part)> limits)
    {
        var roots = new Node();
        foreach (var form in forms)
        {
            var (buffered, part) = limits(form.Length);
            var node = roots;
            for (var depth = 1; depth <= form.Length; depth++)
            {
                node = node.Children.TryGetValue(form[depth - 1], out var child) ? child : node.Children[form[depth - 1]] = new Node();
                node.IsBuffered |= depth >= buffered;
                node.IsPart |= depth >= part;
            }

            node.IsKey = true;
        }

        return Numbered(roots, width);
    }

    private static KeyTrie Numbered(Node root, int width)
    {
        var nodes = new List<Node> { root };
        for (var i = 0; i < nodes.Count; i++)
        {
            foreach (var child in nodes[i].Children.Values)
            {
                (child.Depth, child.State) = (nodes[i].Depth + 1, nodes.Count);
                nodes.Add(child);
            }
        }

        var trie = new KeyTrie(nodes.Count, width);
        var fallback = new int[nodes.Count];
        foreach (var node in nodes)
        {
            var state = node.State;
            trie.Depth[state] = node.Depth;
            trie.IsBuffered[state] = node.IsBuffered;
            trie.IsPart[state] = node.IsPart;
            trie.KeyLength[state] = node.IsKey ? node.Depth : state == 0 ? 0 : trie.KeyLength[fallback[state]];
            for (var symbol = 0; symbol < width; symbol++)
            {
                var shorter = state == 0 ? 0 : trie.Next[fallback[state] * width + symbol];
                var hasChild = node.Children.TryGetValue((byte)symbol, out var child);
                trie.Next[state * width + symbol] = hasChild ? child!.State : shorter;
                if (hasChild)
                {
                    fallback[child!.State] = shorter;
                }
            }
        }

        return trie;
    }

    private sealed class Node
    {
        public Dictionary<byte, Node> Children { get; } = [];

        public int Depth { get; set; }

        public int State { get; set; }

        public bool IsBuffered { get; set; }

        public bool IsPart { get; set; }

        public bool IsKey { get; set; }
    }
}
