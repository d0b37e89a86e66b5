import subprocess, sys
def test_x(postgresql):
    postgresql.execute("CREATE DATABASE ex")
    out=subprocess.run([sys.executable,"/tmp/explain.py",postgresql.url("ex"),"40000"],capture_output=True,text=True,env={"PYTHONPATH":"."})
    open("/tmp/ex_pg.txt","w").write(out.stdout+out.stderr[-3000:])
