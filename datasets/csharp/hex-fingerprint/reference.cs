using System.Security.Cryptography;
using System.Text;

public static class Solution
{
    public static string Fingerprint(string text) =>
        string.Join(':', Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16].Chunk(4).Select(part => new string(part)));
}
