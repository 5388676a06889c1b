using System.Globalization;
using CsCheck;
using Eval.Results.Statistics;

namespace Eval.Reports.Tests.Statistics;

public sealed class TaskFoldsTests
{
    [Fact]
    public void Hashes_are_those_of_the_definition()
    {
        foreach (var vector in Vectors.Get("fnv1a64").EnumerateObject())
        {
            Assert.Equal(ulong.Parse(vector.Value.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                TaskFolds.Hash(vector.Name));
        }
    }

    [Fact]
    public void Every_class_and_the_whole_are_dealt_evenly() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 40], Gen.Int[1, 10], Gen.ULong).Sample((a, b, folds, seed) =>
    {
        var tasks = Enumerable.Range(0, a).Select(i => ($"a{i}", "one")).Concat(Enumerable.Range(0, b).Select(i => ($"b{i}", "two")))
            .ToList();

        var result = TaskFolds.Create(tasks, folds, seed);

        Assert.Equal(tasks.Select(task => task.Item1).Order(), result.Keys.Order());
        Assert.All(result.Values, fold => Assert.InRange(fold, 0, folds - 1));
        foreach (var part in new[] { result.Keys.Where(id => id[0] == 'a'), result.Keys.Where(id => id[0] == 'b'), result.Keys })
        {
            var sizes = Enumerable.Range(0, folds).Select(fold => part.Count(id => result[id] == fold)).ToList();
            Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
        }
    });

    [Fact]
    public void The_order_given_does_not_matter_and_the_seed_does()
    {
        var tasks = Enumerable.Range(0, 30).Select(i => ($"t{i}", "c")).ToList();
        var folds = TaskFolds.Create(tasks, 5, 1);

        Assert.Equal(folds.OrderBy(pair => pair.Key), TaskFolds.Create(tasks.AsEnumerable().Reverse(), 5, 1).OrderBy(pair => pair.Key));
        Assert.NotEqual(folds.OrderBy(pair => pair.Key), TaskFolds.Create(tasks, 5, 2).OrderBy(pair => pair.Key));
        Assert.Throws<ArgumentOutOfRangeException>(() => TaskFolds.Create(tasks, 0, 1));
    }
}
