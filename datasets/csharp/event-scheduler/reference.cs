public static class Solution
{
    public static string[] Run((string Name, int At, int Every, int Priority)[] jobs, int until)
    {
        foreach (var job in jobs)
        {
            if (job.At < 0 || job.Every < 0)
            {
                throw new ArgumentException(job.Name);
            }
        }

        var runs = new List<(int Time, int Priority, string Name)>();
        foreach (var job in jobs)
        {
            for (long time = job.At; time < until; time += job.Every)
            {
                runs.Add(((int)time, job.Priority, job.Name));
                if (job.Every == 0)
                {
                    break;
                }
            }
        }

        return runs.OrderBy(run => run.Time).ThenByDescending(run => run.Priority).ThenBy(run => run.Name, StringComparer.Ordinal)
            .Select(run => $"{run.Time}:{run.Name}").ToArray();
    }
}
