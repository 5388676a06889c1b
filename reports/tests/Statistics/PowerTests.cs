using CsCheck;
using Eval.Results.Statistics;

namespace Eval.Reports.Tests.Statistics;

public sealed class PowerTests
{
    [Fact]
    public void Tasks_for_a_difference_are_the_known_numbers()
    {
        foreach (var vector in Vectors.Get("n_mcnemar").EnumerateArray())
        {
            var (difference, discordance) = (vector.GetProperty("delta").GetDouble(), vector.GetProperty("psi").GetDouble());
            Assert.Equal(vector.GetProperty("n").GetDouble(), Power.ExactTasks(difference, discordance),
                1e-7 * vector.GetProperty("n").GetDouble());
            Assert.Equal(vector.GetProperty("ceil").GetInt32(), Power.TasksFor(difference, discordance));
        }
    }

    [Fact]
    public void The_smallest_difference_of_means_is_the_known_one()
    {
        foreach (var vector in Vectors.Get("mde").EnumerateArray())
        {
            double Number(string name) => vector.GetProperty(name).GetDouble();
            var samples = Number("K");
            Assert.Equal(Number("mde"), Power.SmallestDifference((int)Number("n"), Number("omega2"), Number("sa2"), samples, Number("sb2"),
                samples), 1e-7);
        }
    }

    [Fact]
    public void Tasks_and_samples_for_a_difference_of_means_turn_the_smallest_difference_around()
    {
        // Just above the smallest differences of the vectors n=198 and n=500, K=5.
        Assert.Equal(198, Power.TasksFor(0.1327333279, 1 / 9.0, 1 / 3.0, 1));
        Assert.Equal(199, Power.TasksFor(0.1327333278, 1 / 9.0, 1 / 3.0, 1));
        Assert.Equal(5, Power.SamplesFor(500, 0.0375872100, 0.05, 0.2));
        Assert.Equal(6, Power.SamplesFor(500, 0.0375872099, 0.05, 0.2));
        Assert.Equal(500, Power.TasksFor(0.0375872100, 0.05, 0.2, 5));
        Assert.Equal(2.8015852181129683, Power.SmallestDifference(1, 1, 0, 1, 0, 1), 1e-9);
        Assert.Equal((1, 1), (Power.TasksFor(1, 0, 0, 1), Power.SamplesFor(1, 1, 0, 0)));
    }

    [Fact]
    public void No_number_of_samples_makes_up_for_tasks_that_differ_too_much()
    {
        Assert.Null(Power.SamplesFor(41, 0.05, 0.2, 0.2));
        Assert.Null(Power.SamplesFor(1, 1, 0, 1e12));
    }

    [Theory]
    [InlineData(626, 0.2)]
    [InlineData(234, 0.3)]
    [InlineData(1306, 0.15)]
    public void The_smallest_difference_needs_just_these_tasks(int tasks, double discordance)
    {
        var difference = Power.SmallestDifference(tasks, discordance)!.Value;

        Assert.Equal(tasks, Power.ExactTasks(difference, discordance), 1e-3);
    }

    [Fact]
    public void The_smallest_difference_undoes_the_number_of_tasks_and_falls_with_it() =>
        Gen.Select(Gen.Int[20, 3000], Gen.Double[0.05, 1]).Sample((tasks, discordance) =>
        {
            if (Power.SmallestDifference(tasks, discordance) is not { } difference)
            {
                return;
            }

            Assert.InRange(difference, 0, discordance);
            Assert.InRange(Power.TasksFor(difference, discordance), tasks - 1, tasks + 1);
            Assert.True(Power.SmallestDifference(tasks + 1, discordance) <= difference);
            Assert.True(Power.TasksFor(difference, Math.Min(1, discordance * 1.1)) >= Power.TasksFor(difference, discordance));
        });

    [Fact]
    public void Of_means_it_halves_with_four_times_the_tasks_and_falls_with_samples() =>
        Gen.Select(Gen.Int[2, 1000], Gen.Double[0.01, 1], Gen.Double[0.01, 1], Gen.Double[0.01, 1], Gen.Int[1, 20])
            .Sample((tasks, between, first, second, samples) =>
        {
            var difference = Power.SmallestDifference(tasks, between, first, samples, second, samples);
            Assert.Equal(difference / 2, Power.SmallestDifference(4 * tasks, between, first, samples, second, samples), 1e-9);
            Assert.True(Power.SmallestDifference(tasks, between, first, samples + 1, second, samples) < difference);
            Assert.True(Power.SmallestDifference(tasks, between, first, samples, second, samples + 1) < difference);
            Assert.Equal(difference, Power.SmallestDifference(tasks, between, second, samples, first, samples), 1e-9);
        });

    [Fact]
    public void What_cannot_be_seen_at_all_is_told()
    {
        // Twelve tasks of which two differ.
        Assert.Null(Power.SmallestDifference(12, 2 / 12.0));
        Assert.Null(Power.SmallestDifference(12, 0));
        Assert.Null(Power.SmallestDifference(1, 1));
        Assert.NotNull(Power.SmallestDifference(50, 0.2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Power.SmallestDifference(0, 0.2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Power.SmallestDifference(0, 0.2, 0, 1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Power.TasksFor(0, 0.2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Power.TasksFor(0.3, 0.2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Power.TasksFor(0, 0.1, 0.1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Power.TasksFor(0.1, 0.1, 0.1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Power.SamplesFor(0, 0.1, 0.1, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Power.SamplesFor(1, 0, 0.1, 0.1));
    }

    [Fact]
    public void A_difference_of_that_size_is_found_about_four_times_in_five()
    {
        var random = new Random(3);
        const int Tasks = 300;
        const double Discordance = 0.3;
        var difference = Power.SmallestDifference(Tasks, Discordance)!.Value;
        var found = 0;
        for (var round = 0; round < 2000; round++)
        {
            var (b, c) = (0, 0);
            for (var task = 0; task < Tasks; task++)
            {
                var at = random.NextDouble();
                b += at < (Discordance + difference) / 2 ? 1 : 0;
                c += at >= (Discordance + difference) / 2 && at < Discordance ? 1 : 0;
            }

            found += McNemarTest.MidP(b, c) < 0.05 ? 1 : 0;
        }

        Assert.InRange(found / 2000.0, 0.76, 0.84);
    }
}
