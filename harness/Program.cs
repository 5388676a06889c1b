using Eval.Harness.CommandLine;

return await new Application(Terminal.OfThisProcess(), TimeProvider.System).RunAsync(args);
