using System.Diagnostics;
using OpenGradient.Tests;

namespace OpenGradient.Cli.Tests;

/// <summary>Runs <c>og</c> as a person does: as a process, judged by what it prints and how it ends.</summary>
internal static class Og
{
    public static string Models => Repository.PathOf("models");

    public static ProcessStartInfo StartInfo(params string[] arguments)
    {
        ProcessStartInfo info = new("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Repository.Root,
        };
        info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "og.dll"));
        foreach (string argument in arguments)
            info.ArgumentList.Add(argument);
        info.Environment.Remove("OG_COMMAND");
        info.Environment.Remove("OG_NODE");
        info.Environment.Remove("OG_DATA");
        info.Environment.Remove("DOTNET_TieredCompilation"); // of the fast run; a short command is faster with it
        return info;
    }

    public static OgResult Run(params string[] arguments) => Run(StartInfo(arguments));

    public static OgResult Run(ProcessStartInfo info)
    {
        using Process process = Process.Start(info)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new OgResult(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
