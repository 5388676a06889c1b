namespace Eval.Datasets;

/// <summary>A programming language as data sets, models and files name it.</summary>
/// <param name="Name">The name this project uses, in lower case.</param>
/// <param name="DisplayName">The name in sentences.</param>
/// <param name="Aliases">Other names, in lower case.</param>
/// <param name="Extensions">The endings of its files, with the dot.</param>
public sealed record ProgrammingLanguage(string Name, string DisplayName, IReadOnlyList<string> Aliases, IReadOnlyList<string> Extensions)
{
    /// <summary>The name for a language that nothing tells.</summary>
    public const string Unknown = "unknown";

    /// <summary>The name of Python.</summary>
    public const string Python = "python";

    /// <summary>The name of JavaScript.</summary>
    public const string JavaScript = "javascript";

    /// <summary>Gets the languages that are known by more than their name.</summary>
    public static IReadOnlyList<ProgrammingLanguage> All { get; } =
    [
        new(Python, "Python", ["py", "python3", "py3", "ipython"], [".py", ".pyi", ".pyx"]),
        new("csharp", "C#", ["c#", "cs", "c-sharp", "c_sharp"], [".cs", ".csx", ".cshtml", ".razor", ".csproj"]),
        new(JavaScript, "JavaScript", ["js", "node", "nodejs", "node.js", "ecmascript"], [".js", ".mjs", ".cjs", ".jsx"]),
        new("typescript", "TypeScript", ["ts"], [".ts", ".tsx", ".mts", ".cts"]),
        new("java", "Java", [], [".java"]),
        new("kotlin", "Kotlin", ["kt"], [".kt", ".kts"]),
        new("scala", "Scala", [], [".scala", ".sbt"]),
        new("go", "Go", ["golang", "go_test.go"], [".go"]),
        new("rust", "Rust", ["rs"], [".rs"]),
        new("cpp", "C++", ["c++", "cxx", "cplusplus"], [".cpp", ".cc", ".cxx", ".hpp", ".hh", ".hxx"]),
        new("c", "C", [], [".c", ".h"]),
        new("ruby", "Ruby", ["rb"], [".rb"]),
        new("php", "PHP", [], [".php"]),
        new("perl", "Perl", ["pl"], [".pl", ".pm", ".t"]),
        new("swift", "Swift", [], [".swift"]),
        new("bash", "Bash", ["sh", "shell", "zsh"], [".sh", ".bash"]),
        new("lua", "Lua", [], [".lua"]),
        new("r", "R", [], [".r"]),
        new("d", "D", [], [".d"]),
        new("dart", "Dart", [], [".dart"]),
        new("julia", "Julia", ["jl"], [".jl"]),
        new("haskell", "Haskell", ["hs"], [".hs"]),
        new("racket", "Racket", ["rkt"], [".rkt"]),
        new("scheme", "Scheme", [], [".scm"]),
        new("ocaml", "OCaml", ["ml"], [".ml", ".mli"]),
        new("fsharp", "F#", ["f#", "fs"], [".fs", ".fsx", ".fsproj"]),
        new("vb", "Visual Basic", ["visual basic", "vb.net", "visualbasic"], [".vb"]),
        new("elixir", "Elixir", ["ex"], [".ex", ".exs"]),
        new("erlang", "Erlang", ["erl"], [".erl"]),
        new("clojure", "Clojure", ["clj"], [".clj", ".cljs"]),
        new("ada", "Ada", ["adb"], [".adb", ".ads"]),
        new("groovy", "Groovy", [], [".groovy", ".gradle"]),
        new("powershell", "PowerShell", ["ps1", "power"], [".ps1", ".psm1"]),
        new("pascal", "Pascal", [], [".pas"]),
        new("fortran", "Fortran", [], [".f90", ".f"]),
        new("coffeescript", "CoffeeScript", ["coffee"], [".coffee"]),
        new("commonlisp", "Common Lisp", ["common lisp", "lisp"], [".lisp"]),
        new("elisp", "Emacs Lisp", ["emacs lisp"], [".el"]),
        new("tcl", "Tcl", [], [".tcl"]),
        new("viml", "VimL", ["vimscript"], [".vim"]),
        new("awk", "AWK", [], [".awk"]),
        new("zig", "Zig", [], [".zig"]),
    ];

    private static readonly Dictionary<string, ProgrammingLanguage> ByName = All
        .SelectMany(language => language.Aliases.Append(language.Name).Select(name => (name, language)))
        .ToDictionary(each => each.name, each => each.language);

    private static readonly Dictionary<string, ProgrammingLanguage> ByExtension = All
        .SelectMany(language => language.Extensions.Select(extension => (extension, language)))
        .ToDictionary(each => each.extension, each => each.language);

    /// <summary>Returns the language of a name, in any capital letters; null where it is not known.</summary>
    public static ProgrammingLanguage? Find(string name) => ByName.GetValueOrDefault(name.Trim().ToLowerInvariant());

    /// <summary>Returns the name this project uses for a language; of one that is not known, its name in lower case.</summary>
    public static string NameOf(string name) => Find(name)?.Name ?? name.Trim().ToLowerInvariant();

    /// <summary>Returns the language of a file by its ending; null where that tells none.</summary>
    public static ProgrammingLanguage? OfFile(string path) => ByExtension.GetValueOrDefault(Path.GetExtension(path).ToLowerInvariant());
}
