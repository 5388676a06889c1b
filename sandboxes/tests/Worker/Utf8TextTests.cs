using System.Text;
using CsCheck;
using Eval.Sandboxes.Worker.Frames;

namespace Eval.Sandboxes.Tests.Worker;

public sealed class Utf8TextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("é ≠ 漢字 😀")]
    [InlineData("\ud83d")]
    [InlineData("\ude00\ud83d")]
    [InlineData("a\ud83dz\ude00")]
    [InlineData("\ud83d\ud83d\ude00")]
    [InlineData("\u007f\u0080\u07ff\u0800\uffff")]
    public void Bytes_are_those_of_the_framework(string text) => Assert.Equal(Encoding.UTF8.GetBytes(text), Utf8Text.Bytes(text));

    [Fact]
    public void Bytes_of_any_text_are_those_of_the_framework() =>
        Gen.Select(Gen.Int[0, 3], Gen.Char['\0', '\uffff'])
            .Select((kind, any) => kind switch { 0 => any, 1 => (char)(0xD800 + any % 0x400), 2 => (char)(0xDC00 + any % 0x400),
                _ => (char)(any % 0x100) })
            .Array[0, 40].Sample(chars => Encoding.UTF8.GetBytes(new string(chars)).AsSpan()
                .SequenceEqual(Utf8Text.Bytes(new string(chars))));
}
