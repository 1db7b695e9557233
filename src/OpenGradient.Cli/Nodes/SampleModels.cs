namespace OpenGradient.Cli.Nodes;

/// <summary>Where the sample models are: in the checkout that this executable was built in.</summary>
internal static class SampleModels
{
    /// <summary>The nearest folder <c>models</c> beside a solution file above the executable; null outside a checkout.</summary>
    public static string? Find()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            string models = Path.Combine(directory.FullName, "models");
            if (File.Exists(Path.Combine(directory.FullName, "OpenGradient.slnx")) && Directory.Exists(models))
                return models;
        }

        return null;
    }
}
