namespace OpenGradient.Interop;

/// <summary>The versions of Sigstore bundles; they differ in what a bundle must carry.</summary>
public enum BundleVersion
{
    /// <summary>0.1: a log's promise is demanded, a proof may be there.</summary>
    V01,

    /// <summary>0.2: a proof with its checkpoint is demanded.</summary>
    V02,

    /// <summary>0.3: as 0.2, with one certificate in place of a chain.</summary>
    V03,
}
