namespace Xunit.Sdk;

/// <summary>An assertion failed.</summary>
public sealed class XunitException(string message) : Exception(message);
