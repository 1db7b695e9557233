namespace OpenGradient.Zk.Hiding;

/// <summary>What stands behind the numbers of a padded proof, over whatever field; <see cref="PadEquations{TExtension}"/> is the only one.</summary>
internal abstract class MessagePads;
