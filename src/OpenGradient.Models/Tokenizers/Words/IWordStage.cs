namespace OpenGradient.Models.Tokenizers.Words;

/// <summary>A step between a text and its words.</summary>
internal interface IWordStage
{
    /// <summary>The words after this step.</summary>
    TextWords Apply(TextWords words);
}
