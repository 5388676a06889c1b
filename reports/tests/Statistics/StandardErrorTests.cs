using CsCheck;
using Eval.Results.Statistics;

namespace Eval.Reports.Tests.Statistics;

public sealed class StandardErrorTests
{
    [Fact]
    public void Clusters_have_the_known_error()
    {
        var vector = Vectors.Get("cluster");
        var values = vector.GetProperty("s").Numbers();
        var clusters = vector.GetProperty("g").EnumerateArray().Select(name => name.GetString()).ToList();

        Assert.Equal(vector.GetProperty("mean").GetDouble(), values.Average(), 1e-9);
        Assert.Equal(vector.GetProperty("se").GetDouble(), StandardError.OfMean(values)!.Value, 1e-9);
        Assert.Equal(vector.GetProperty("se_cluster").GetDouble(), StandardError.Clustered(values, clusters)!.Value, 1e-9);
    }

    [Fact]
    public void A_paired_difference_has_the_known_error()
    {
        var vector = Vectors.Get("paired");
        var (a, b) = (vector.GetProperty("A").Numbers(), vector.GetProperty("B").Numbers());
        var differences = a.Zip(b, (x, y) => x - y).ToList();
        var (ofA, ofB) = (StandardError.OfMean(a)!.Value, StandardError.OfMean(b)!.Value);
        var paired = StandardError.OfMean(differences)!.Value;

        Assert.Equal(vector.GetProperty("diff").GetDouble(), differences.Average(), 1e-9);
        Assert.Equal(vector.GetProperty("se_paired").GetDouble(), paired, 1e-9);
        Assert.Equal(vector.GetProperty("se_unpaired").GetDouble(), double.Hypot(ofA, ofB), 1e-9);
        Assert.Equal(vector.GetProperty("corr").GetDouble(), ((ofA * ofA) + (ofB * ofB) - (paired * paired)) / (2 * ofA * ofB), 1e-9);
    }

    [Fact]
    public void Several_samples_have_the_known_parts()
    {
        var vector = Vectors.Get("multi_sample");
        var tasks = vector.GetProperty("T").EnumerateArray().Select(task => (IReadOnlyList<double>)task.Numbers()).ToList();
        var means = tasks.ConvertAll(task => task.Average());

        var parts = VarianceParts.From(tasks)!;

        Assert.Equal(vector.GetProperty("mean").GetDouble(), means.Average(), 1e-9);
        Assert.Equal(vector.GetProperty("se_over_task_means").GetDouble(), StandardError.OfMean(means)!.Value, 1e-9);
        Assert.Equal(vector.GetProperty("within_var").GetDouble(), parts.Within, 1e-9);
        Assert.Equal(vector.GetProperty("between").GetDouble(), StandardError.Variance(means)!.Value, 1e-9);
        Assert.Equal(0.13125, parts.Between, 1e-9);
    }

    [Fact]
    public void With_few_clusters_the_larger_error_counts_and_with_many_the_clustered_one()
    {
        double[] values = [1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 1, 1];
        var few = "aaabbbbccddd".ToList();
        var many = Enumerable.Range(0, 40).Select(i => (double)(i % 2)).ToList();
        var pairs = Enumerable.Range(0, 40).Select(i => i / 2).ToList();

        Assert.Equal(StandardError.OfMean(values), StandardError.Cautious(values, few));
        Assert.Equal(0, StandardError.Clustered(many, pairs)!.Value, 1e-12);
        Assert.Equal(StandardError.Clustered(many, pairs), StandardError.Cautious(many, pairs));
        Assert.Equal(StandardError.OfMean(many), StandardError.Cautious(many, pairs.ConvertAll(pair => Math.Min(pair, 18))));
    }

    [Fact]
    public void With_a_cluster_for_each_task_the_clustered_error_is_the_plain_one_but_for_the_divisor() =>
        Gen.Double[0, 1].Array[2, 50].Sample(values =>
        {
            var n = values.Length;
            Assert.Equal(
                StandardError.OfMean(values)!.Value * Math.Sqrt((n - 1.0) / n),
                StandardError.Clustered(values, [.. Enumerable.Range(0, n)])!.Value,
                1e-9);
        });

    [Fact]
    public void An_error_does_not_move_with_the_values_and_stretches_with_them() =>
        Gen.Select(Gen.Double[0, 1].Array[2, 40], Gen.Double[-5, 5], Gen.Double[0.1, 9]).Sample((values, shift, stretch) =>
        {
            var moved = Array.ConvertAll(values, value => shift + (stretch * value));
            var clusters = Enumerable.Range(0, values.Length).Select(i => i / 3).ToList();
            Assert.Equal(stretch * StandardError.OfMean(values)!.Value, StandardError.OfMean(moved)!.Value, 1e-9);
            Assert.Equal(stretch * StandardError.Clustered(values, clusters)!.Value, StandardError.Clustered(moved, clusters)!.Value, 1e-9);
        });

    [Fact]
    public void Neither_the_order_of_tasks_nor_the_names_of_clusters_matter() =>
        Gen.Select(Gen.Select(Gen.Double[0, 1], Gen.Int[0, 6]).Array[2, 40], Gen.Int[0, 1000]).Sample((tasks, seed) =>
        {
            var shuffled = tasks.ToArray();
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(
                StandardError.Cautious([.. tasks.Select(task => task.Item1)], [.. tasks.Select(task => task.Item2)])!.Value,
                StandardError.Cautious([.. shuffled.Select(task => task.Item1)], [.. shuffled.Select(task => $"c{task.Item2}")])!.Value,
                1e-9);
        });

    [Fact]
    public void The_parts_of_equal_numbers_of_samples_add_up_to_the_variance_of_the_means() =>
        Gen.Double[0, 1].Array[3].Array[2, 20].Sample(tasks =>
        {
            var parts = VarianceParts.From(tasks)!;
            var ofMeans = StandardError.Variance([.. tasks.Select(task => task.Average())])!.Value;
            Assert.Equal(Math.Max(ofMeans, parts.Within / 3), parts.Between + (parts.Within / 3), 1e-9);
        });

    [Fact]
    public void Too_little_gives_nothing()
    {
        Assert.Null(StandardError.OfMean([1.0]));
        Assert.Null(StandardError.Variance([1.0]));
        Assert.NotNull(StandardError.Variance([1.0, 0.0]));
        Assert.Null(StandardError.Clustered<int>([], []));
        Assert.Null(StandardError.Cautious<int>([], []));
        Assert.Equal(0, StandardError.Cautious([1.0], [1]));
        Assert.Null(VarianceParts.From([[1.0, 0.0], []]));
        Assert.Throws<ArgumentOutOfRangeException>(() => StandardError.Clustered([1.0], [1, 2]));
    }

    [Fact]
    public void One_sample_a_task_leaves_everything_between_and_equal_tasks_leave_nothing()
    {
        Assert.Equal(new VarianceParts(0.5, 0), VarianceParts.From([[1.0], [0.0]]));
        Assert.Equal(new VarianceParts(0, 0.5), VarianceParts.From([[1.0, 0.0], [0.0, 1.0]]));
    }
}
