using Eval.Sandboxes.Compiler;

// Compiles and parses model-written C# for its host, which may kill it at any time. Reads requests from standard input, answers on standard
// output.
return await new CompilerLoop(Console.OpenStandardInput(), Console.OpenStandardOutput()).RunAsync();
