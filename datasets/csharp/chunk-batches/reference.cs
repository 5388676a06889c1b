public static class Solution
{
    public static string[] Batches(IEnumerable<int> ids, int size) => ids.Chunk(size).Select(batch => string.Join("+", batch)).ToArray();
}
