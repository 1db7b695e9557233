namespace OpenGradient.Hub;

/// <summary>The steps of an import, in order; the last two are its ends.</summary>
public enum ImportStage
{
    /// <summary>The file is being fetched from elsewhere.</summary>
    Downloading,

    /// <summary>The file is being copied and hashed.</summary>
    Copying,

    /// <summary>The file is being compiled to a Program.</summary>
    Compiling,

    /// <summary>The model is published.</summary>
    Done,

    /// <summary>The model cannot be run, and is left out.</summary>
    Refused,
}
