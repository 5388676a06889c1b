using System.Text;
using Eval.Harness.Redaction;

namespace Eval.Harness.Tests.Redaction;

/// <summary>Keys are found in every form, at every cut, and nothing else is taken for one.</summary>
public sealed class KeyGuardTests
{
    private static readonly KeyGuard Guard = KeyGuard.From([RepeatedKey.Secret]);

    public static TheoryData<string> Forms => [.. RepeatedKey.Forms.Keys];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_key_is_taken_out_wherever_the_bytes_are_cut(string form)
    {
        var text = "before " + RepeatedKey.Forms[form] + " after, \\n\\\"and\\\" 100 % & more\n\n";
        Assert.NotNull(RepeatedKey.Leak(text));
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var clean = await ReadAsync([bytes[..cut], bytes[cut..]]);

            Assert.Null(RepeatedKey.Leak(clean));
            Assert.StartsWith("before ", clean);
            Assert.EndsWith(" after, \\n\\\"and\\\" 100 % & more\n\n", clean);
            Assert.Contains(KeyGuard.Marker, clean);
        }

        Assert.Null(RepeatedKey.Leak(await ReadAsync([.. bytes.Select(one => new[] { one })])));
    }

    [Fact]
    public void A_key_that_the_end_cuts_off_is_one()
    {
        Assert.Equal("it is " + KeyGuard.Marker, Guard.Redact("it is " + RepeatedKey.Key[..^3], "e"));
        Assert.Equal("it is " + KeyGuard.Marker + "…", Guard.Redact("it is " + RepeatedKey.Key[..^3] + "…", "e"));
    }

    [Theory]
    [InlineData("sk-test_ and sk-test_9f3K are beginnings")]
    [InlineData("\\u0073\\u006b-test % %7 %73 & &#1 &amp; \\ \\u \\u00")]
    [InlineData("c2stdGVzdF85 is base64 of the first characters")]
    [InlineData("var none = \"none\"; // Zq+7Lw2xBv8Td")]
    public async Task Other_text_is_left_as_it_is(string text)
    {
        Assert.Same(text, Guard.Redact(text, "e"));
        Assert.Equal(text, await ReadAsync([.. Encoding.UTF8.GetBytes(text).Select(one => new[] { one })]));
    }

    [Fact]
    public void Random_texts_hold_no_key()
    {
        var random = new Random(3);
        var chars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/-_\\%&;=u#x";
        for (var i = 0; i < 200; i++)
        {
            var text = random.GetString(chars, 5_000);
            Assert.Same(text, Guard.Redact(text, "e"));
        }
    }

    [Theory]
    [InlineData("none", "none of them")]
    [InlineData("x", "x = 1")]
    [InlineData("EMPTY", "EMPTY")]
    public void What_servers_without_keys_are_given_is_a_word_like_others(string key, string text) =>
        Assert.Same(text, KeyGuard.From([new Secret(key)]).Redact(text, "e"));

    [Fact]
    public void A_header_holds_a_key_behind_its_scheme_and_a_password_in_base64()
    {
        var guard = KeyGuard.From([new Secret("Bearer token-of-a-gateway"),
            new Secret("Basic " + Convert.ToBase64String("me:correct-horse"u8))]);

        Assert.Equal($"{KeyGuard.Marker}, {KeyGuard.Marker}", guard.Redact("token-of-a-gateway, correct-horse", "e"));
    }

    [Fact]
    public void An_endpoint_that_repeats_keys_is_told_of_once_and_counted()
    {
        var warnings = new List<string>();
        var guard = KeyGuard.From([RepeatedKey.Secret], warnings.Add);
        guard.Redact(RepeatedKey.Key + " " + RepeatedKey.Key, "host:1");
        guard.Redact(RepeatedKey.Key, "host:1");

        Assert.StartsWith("host:1 repeats a key", Assert.Single(warnings));
        Assert.Equal(3, guard.Repeated["host:1"]);
    }

    [Fact]
    public async Task Nothing_waits_that_begins_no_key()
    {
        using var clean = new KeyFreeStream(new Pieces([Encoding.UTF8.GetBytes("data: files\n\n"), Encoding.UTF8.GetBytes("sk-tes"), []]),
            Guard, _ => { });
        var buffer = new byte[100];

        Assert.Equal(13, await clean.ReadAsync(buffer, TestContext.Current.CancellationToken));
        Assert.Equal(6, await clean.ReadAsync(buffer, TestContext.Current.CancellationToken));
        Assert.Equal(0, await clean.ReadAsync(buffer, TestContext.Current.CancellationToken));
    }

    private static async Task<string> ReadAsync(IReadOnlyList<byte[]> pieces)
    {
        await using var clean = new KeyFreeStream(new Pieces(pieces), Guard, _ => { });
        using var all = new MemoryStream();
        var buffer = new byte[64];
        while (await clean.ReadAsync(buffer, TestContext.Current.CancellationToken) is var count and > 0)
        {
            all.Write(buffer, 0, count);
        }

        return Encoding.UTF8.GetString(all.ToArray());
    }

    /// <summary>A stream that returns one piece with each read, as a connection does.</summary>
    private sealed class Pieces(IReadOnlyList<byte[]> pieces) : ReadOnlyStream(Null)
    {
        private readonly Queue<byte[]> _left = new(pieces.Where(piece => piece.Length > 0));

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_left.TryDequeue(out var piece))
            {
                return ValueTask.FromResult(0);
            }

            var count = Math.Min(piece.Length, buffer.Length);
            piece.AsMemory(0, count).CopyTo(buffer);
            if (count < piece.Length)
            {
                _left.Enqueue(piece[count..]);
                for (var i = 1; i < _left.Count; i++)
                {
                    _left.Enqueue(_left.Dequeue());
                }
            }

            return ValueTask.FromResult(count);
        }
    }
}
