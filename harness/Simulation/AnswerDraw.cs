namespace Eval.Harness.Simulation;

/// <summary>
/// What decides an answer of a simulated model. A task is as hard for all models, and a wrong answer to it is the same for all, so that a
/// model with more skill never solves fewer tasks, whichever and however few they are; and the hardness of tasks that follow each other is
/// spread evenly, so that few tasks show the skill that was meant.
/// </summary>
/// <param name="Hardness">From 0 to below 1; a model whose chance is above it answers rightly.</param>
/// <param name="Mistake">By which a wrong answer is made.</param>
/// <param name="Form">By which the model words it.</param>
internal sealed record AnswerDraw(double Hardness, Draw Mistake, Draw Form)
{
    /// <summary>The golden ratio: no other step fills the unit interval as evenly at every number of steps.</summary>
    private const double Step = 0.61803398874989485;

    /// <param name="seed">The seed of the simulation.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="task">What names the task.</param>
    /// <param name="position">The place of the task among those that are served.</param>
    /// <param name="sample">The sample; each one meets the tasks with another hardness.</param>
    public static AnswerDraw For(ulong seed, string model, string task, int position, long sample)
    {
        var turned = Draw.For(seed, "", "", sample).Uniform("hardness") + position * Step;
        return new AnswerDraw(turned - Math.Floor(turned), Draw.For(seed, "", task, sample), Draw.For(seed, model, task, sample));
    }

    /// <summary>Returns whether a model answers rightly.</summary>
    public bool IsRight(SimulatedProfile profile, string taskClass, string? difficulty) =>
        Hardness < profile.ChanceOf(taskClass, difficulty);
}
