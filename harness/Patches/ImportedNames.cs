using System.Collections.Frozen;

namespace Eval.Harness.Patches;

/// <summary>
/// The modules that Python or its runners of tests import by name, and which a file of a repository can stand in front of.
/// </summary>
internal static class ImportedNames
{
    private const string Names =
        """
        abc aifc antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii bisect builtins bz2
        cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall concurrent configparser
        contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm decimal difflib dis distutils doctest email
        encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt
        getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect io ipaddress
        itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib
        msvcrt multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode operator optparse os ossaudiodev pathlib pdb pickle
        pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc
        pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve
        shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat
        statistics string stringprep struct subprocess sunau symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios
        textwrap this threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle turtledemo types
        typing unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc
        zipapp zipfile zipimport zlib zoneinfo pytest _pytest pluggy iniconfig packaging py attr attrs exceptiongroup tomli setuptools
        pkg_resources _distutils_hack
        """;

    private static readonly FrozenSet<string> Known = Names.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Folders that Python is told to import from, beside the root.</summary>
    private static readonly string[] Roots = ["", "src", "lib", "test", "tests", "testing"];

    /// <summary>Returns the module that a file would be imported as instead; null where there is none.</summary>
    public static string? Shadowed(string path)
    {
        var parts = path.Split('/');
        var depth = parts[^1] == "__init__.py" ? 2 : 1;
        if (!path.EndsWith(".py", StringComparison.Ordinal) || parts.Length < depth)
        {
            return null;
        }

        var name = depth == 2 ? parts[^2] : parts[^1][..^".py".Length];
        return Known.Contains(name) && Roots.Contains(string.Join('/', parts[..^depth])) ? name : null;
    }
}
