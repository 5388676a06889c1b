using Eval.Harness.CommandLine;
using Eval.Harness.Console;

return await new Application(Terminal.OfThisProcess(), TimeProvider.System).RunAsync(args);
