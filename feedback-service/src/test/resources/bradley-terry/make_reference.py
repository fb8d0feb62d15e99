"""Makes the references of BradleyTerryTest by published implementations: pip install statsmodels==0.15.0, then run this here.

A Bradley-Terry model with ties and order effect is a Poisson log-linear model with a free total for each comparison (Fienberg and Larntz
1976, Biometrika 63 (2), 245-254; Critchlow and Fligner 1991, Psychometrika 56 (3), 517-533). statsmodels' GLM fits that, and its own
sandwich gives the covariance clustered by listener. Each file NAME.csv of comparisons gets its NAME.expected.csv.
"""

import csv
import sys

import numpy as np
import statsmodels
import statsmodels.api as sm


def read(name):
    with open(name + ".csv", newline="") as file:
        return list(csv.DictReader(file))


def fit(name):
    rows = read(name)
    voices = sorted({row[side] for row in rows for side in ("first", "second")})
    ties = any(row["outcome"] == "TIE" for row in rows)
    listeners = sorted({row["listener"] for row in rows})
    size = len(voices) - 1 + 1 + ties  # strengths less the first voice's, order, tie
    design, counts, totals, groups = [], [], [], []
    for number, row in enumerate(rows):
        for outcome in ("FIRST", "TIE", "SECOND") if ties else ("FIRST", "SECOND"):
            x = np.zeros(len(voices) + 2)
            if outcome == "FIRST":
                x[voices.index(row["first"])] = 1
            elif outcome == "SECOND":
                x[voices.index(row["second"])] = 1
                x[len(voices)] = 1
            else:
                x[voices.index(row["first"])] = x[voices.index(row["second"])] = 0.5
                x[len(voices) + 1] = 1
            design.append(x[1 : 1 + size])
            counts.append(float(row["outcome"] == outcome))
            totals.append(number)
            groups.append(listeners.index(row["listener"]))
    design, totals, groups = np.array(design), np.array(totals), np.array(groups)
    totals = (totals[:, None] == np.arange(len(rows))).astype(float)
    model = sm.GLM(np.array(counts), np.hstack([design, totals]), family=sm.families.Poisson())
    start = np.concatenate([np.zeros(size), np.full(len(rows), -np.log(3 if ties else 2))])
    result = model.fit(
        start_params=start,
        method="newton",
        maxiter=100,
        tol=1e-14,
        cov_type="cluster",
        cov_kwds={"groups": groups, "use_correction": False},
    )
    covariance = result.cov_params()[:size, :size] * len(listeners) / (len(listeners) - 1)
    contrasts = {}
    for i, voice in enumerate(voices):
        contrast = np.zeros(size)
        contrast[: len(voices) - 1] = -1 / len(voices)
        if i:
            contrast[i - 1] += 1
        contrasts[voice] = contrast
    contrasts["order"] = np.eye(size)[len(voices) - 1]
    if ties:
        contrasts["tie"] = np.eye(size)[len(voices)]
    with open(name + ".expected.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["parameter", "estimate", "standard_error"])
        for parameter, contrast in contrasts.items():
            error = np.sqrt(contrast @ covariance @ contrast)
            out.writerow([parameter, f"{contrast @ result.params[:size]:.12f}", f"{error:.12f}"])


def generate():
    """Comparisons of five voices by 24 listeners of different taste, with ties and a preference for what is heard first."""
    random = np.random.default_rng(20261127)
    strengths = np.array([0.0, 0.3, 0.6, -0.4, 0.1])
    with open("five-voices.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["first", "second", "outcome", "listener"])
        for listener in range(24):
            taste = strengths + 0.4 * random.standard_normal(5)
            for _ in range(random.integers(4, 13)):
                i, j = random.choice(5, 2, replace=False)
                weights = np.exp([taste[i] + 0.4, (taste[i] + taste[j]) / 2 - 0.3, taste[j]])
                outcome = random.choice(["FIRST", "TIE", "SECOND"], p=weights / weights.sum())
                out.writerow([f"voice-{i}", f"voice-{j}", outcome, f"listener-{listener:02}"])


if __name__ == "__main__":
    print("statsmodels", statsmodels.__version__, "numpy", np.__version__, file=sys.stderr)
    generate()
    for name in ("five-voices", "baseball-1987"):
        fit(name)
