// Calls into the system need no generated code at run time.
[assembly: System.Runtime.CompilerServices.DisableRuntimeMarshalling]
