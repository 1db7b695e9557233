using System.Diagnostics;

namespace OpenGradient.Tests;

/// <summary>Starts a program that the test will kill.</summary>
internal static class DoomedProcess
{
    /// <summary>Starts it without the runtime's diagnostic port: its sockets and pipes in the temporary folder outlive who is killed.</summary>
    public static Process Start(ProcessStartInfo start)
    {
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return Process.Start(start)!;
    }
}
