// Tests of data sets are written against xunit and find its names here.
namespace Xunit.Sdk;

/// <summary>An assertion failed.</summary>
public sealed class XunitException(string message) : Exception(message);
