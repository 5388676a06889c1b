using CsCheck;
using Eval.Reports.Statistics;

namespace Eval.Reports.Tests.Statistics;

public sealed class StandardErrorTests
{
    [Fact]
    public void Clusters_have_the_known_error()
    {
        var vector = Vectors.Get("cluster");
        var values = vector.GetProperty("s").Numbers();
        var clusters = vector.GetProperty("g").EnumerateArray().Select(name => name.GetString()).ToList();

        Assert.Equal(vector.GetProperty("se").GetDouble(), StandardError.OfMean(values)!.Value, 1e-9);
        Assert.Equal(vector.GetProperty("se_cluster").GetDouble(), StandardError.Clustered(values, clusters)!.Value, 1e-9);
    }

    [Fact]
    public void A_paired_difference_has_the_known_error()
    {
        var vector = Vectors.Get("paired");
        var differences = vector.GetProperty("A").Numbers().Zip(vector.GetProperty("B").Numbers(), (a, b) => a - b).ToList();

        Assert.Equal(vector.GetProperty("diff").GetDouble(), differences.Average(), 1e-9);
        Assert.Equal(vector.GetProperty("se_paired").GetDouble(), StandardError.OfMean(differences)!.Value, 1e-9);
    }

    [Fact]
    public void Several_samples_have_the_known_parts()
    {
        var vector = Vectors.Get("multi_sample");
        var tasks = vector.GetProperty("T").EnumerateArray().Select(task => (IReadOnlyList<double>)task.Numbers()).ToList();
        var means = tasks.ConvertAll(task => task.Average());

        var parts = VarianceParts.Of(tasks)!;

        Assert.Equal(vector.GetProperty("mean").GetDouble(), means.Average(), 1e-9);
        Assert.Equal(vector.GetProperty("se_over_task_means").GetDouble(), StandardError.OfMean(means)!.Value, 1e-9);
        Assert.Equal(vector.GetProperty("within_var").GetDouble(), parts.Within, 1e-9);
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
    public void Too_little_gives_nothing()
    {
        Assert.Null(StandardError.OfMean([1.0]));
        Assert.Null(StandardError.Variance([1.0]));
        Assert.NotNull(StandardError.Variance([1.0, 0.0]));
        Assert.Null(StandardError.Clustered<int>([], []));
        Assert.Null(StandardError.Cautious<int>([], []));
        Assert.Equal(0, StandardError.Cautious([1.0], [1]));
        Assert.Null(VarianceParts.Of([[1.0, 0.0], []]));
        Assert.Throws<ArgumentOutOfRangeException>(() => StandardError.Clustered([1.0], [1, 2]));
    }

    [Fact]
    public void One_sample_a_task_leaves_everything_between_and_equal_tasks_leave_nothing()
    {
        Assert.Equal(new VarianceParts(0.5, 0), VarianceParts.Of([[1.0], [0.0]]));
        Assert.Equal(new VarianceParts(0, 0.5), VarianceParts.Of([[1.0, 0.0], [0.0, 1.0]]));
    }
}
