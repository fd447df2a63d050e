/* Makes the data that the peers were measured on, so that a figure of ours can be held against theirs.
 * cc -O2 -o gen gen.c ; ./gen SEED INSTRUMENTS UNITS RECORDS_PER_UNIT FOLDER
 * Writes instruments.csv (a header, then rows of 21 columns) and the same as instruments.jsonl; delta.csv and
 * delta.jsonl, about 1000 of the rows changed; records.csv, the credit records of the units.
 * It asks no locale, clock or random numbers of the system: the same arguments give the same bytes everywhere. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
static uint64_t S; static uint64_t rnd(void){uint64_t z=(S+=0x9E3779B97F4A7C15ULL);z=(z^(z>>30))*0xBF58476D1CE4E5B9ULL;z=(z^(z>>27))*0x94D049BB133111EBULL;return z^(z>>31);}
static unsigned R(unsigned n){return (unsigned)((rnd()>>32)*(uint64_t)n>>32);}
/* civil from days since 1970-01-01 */
static void civil(int z,int*y,int*m,int*d){z+=719468;int era=(z>=0?z:z-146096)/146097;unsigned doe=z-era*146097;unsigned yoe=(doe-doe/1460+doe/36524-doe/146096)/365;int yy=(int)yoe+era*400;unsigned doy=doe-(365*yoe+yoe/4-yoe/100);unsigned mp=(5*doy+2)/153;*d=doy-(153*mp+2)/5+1;*m=mp<10?mp+3:mp-9;*y=yy+(*m<=2);}
static int days(int y,int m,int d){y-=m<=2;int era=(y>=0?y:y-399)/400;unsigned yoe=y-era*400;unsigned doy=(153*(m+(m>2?-3:9))+2)/5+d-1;unsigned doe=yoe*365+yoe/4-yoe/100+doy;return era*146097+(int)doe-719468;}
static void ds(int z,char*o){int y,m,d;civil(z,&y,&m,&d);sprintf(o,"%04d-%02d-%02d",y,m,d);}
static const char U[]="0123456789ABCDEFGHJKLMNPQRTUWXY"; /* GB 32100 alphabet, base 31 */
static void uscc(unsigned k,char*o){uint64_t s=S;S=0xC0FFEEULL*31+k*7919ULL;strcpy(o,"91330100");for(int i=8;i<17;i++)o[i]=U[R(31)];S=s;
 static const int w[17]={1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28};int t=0;for(int i=0;i<17;i++)t+=w[i]*(int)(strchr(U,o[i])-U);o[17]=U[(31-t%31)%31];o[18]=0;}
static const char*NAME[]={"燃油加油机","出租车计价器","电子计价秤","电子血压计","膜式燃气表","智能水表","电能表","充电桩","停车场计时计费系统","验光镜片箱","焦度计","心电图机","汽车衡","压力表","红外体温计","机动车雷达测速仪"};
static const char*CAT[]={"RYJ","CZJ","JJC","XYJ","RQB","SB","DNB","CDZ","TCC","YGX","JDJ","XDT","QCH","YLB","TWJ","LDC"};
static const char*MK[]={"杭州量具仪表有限公司","浙江正泰仪器仪表有限责任公司","宁波水表集团股份有限公司","上海精密科学仪器有限公司","北京长空机械有限责任公司","深圳迈瑞生物医疗电子股份有限公司"};
static const char*DIST[]={"上城区","拱墅区","西湖区","滨江区","萧山区","余杭区","临平区","钱塘区","富阳区","临安区","桐庐县","淳安县","建德市"};
static const char*ORG[]={"杭州市质量计量监测中心","浙江省计量科学研究院","萧山区计量测试中心","余杭区计量测试所"};
static const char*ST[]={"in_use","in_use","in_use","in_use","in_use","in_use","in_use","spare","stopped","scrapped"};
static const char*ACC[]={"0.3级","1.0级","Ⅲ级","2.0级","±0.1D","0.5S级"};
static uint64_t SEED;
static void row(FILE*f,FILE*j,unsigned i,unsigned nu,int chg){
 S=SEED*1000003ULL+((uint64_t)i<<24);
 uint64_t a=rnd(),b=rnd(); char id[40],u[20],dv[12],dl[12];
 snprintf(id,sizeof id,"%08x-%04x-7%03x-%04x-%012llx",(unsigned)(a>>32),(unsigned)(a>>16)&0xffff,(unsigned)a&0xfff,0x8000|((unsigned)(b>>48)&0x3fff),(unsigned long long)(b&0xffffffffffffULL));
 unsigned k=R(16),q=R(nu);uscc(q,u);
 unsigned mk=R(6),model=R(900)+100,sn=R(100000000),cyc=(unsigned[]){6,12,12,12,24,36}[R(6)],di=R(13),st=R(10),org=R(4),acc=R(6),rv=R(9000)+1,mand=R(10)<8;
 int today=days(2025,12,31);int vu=today-60+(int)R(cyc*30+60);int lv=vu-(int)cyc*30; unsigned fail=R(100)<3;
 int road=R(999)+1,range=(R(40)+1)*5;unsigned hh=R(24),mi=R(60),ss=R(60),ms=R(1000);int up=today-(int)R(300);
 if(chg){fail=0;st=0;vu=today+(int)cyc*30;lv=today;up=today;rv+=1;}
 ds(vu,dv);ds(lv,dl);char du[12];ds(up,du);
 if(f)fprintf(f,"%s,%s,%s,%s,%s-%u,%08u,%s,0-%d,%s,杭州市%s文三路%d号%u楼%u室,%s,%u,%u,%s,%s,%s,JD-2025-%08u,%s,https://jl.example.cn/q/%.8s%s,%sT%02u:%02u:%02u.%03uZ,%u\n",
  id,u,NAME[k],CAT[k],CAT[k],model,sn,MK[mk],range,ACC[acc],DIST[di],road,road%9+1,100+road%800,ST[st],mand,cyc,dl,dv,fail?"fail":"pass",i,ORG[org],id,u,du,hh,mi,ss,ms,rv);
 if(j)fprintf(j,"{\"id\":\"%s\",\"uscc\":\"%s\",\"name\":\"%s\",\"category\":\"%s\",\"model\":\"%s-%u\",\"serial_no\":\"%08u\",\"maker\":\"%s\",\"range\":\"0-%d\",\"accuracy\":\"%s\",\"location\":\"杭州市%s文三路%d号%u楼%u室\",\"status\":\"%s\",\"mandatory\":%u,\"cycle_months\":%u,\"last_verified\":\"%s\",\"valid_until\":\"%s\",\"last_result\":\"%s\",\"cert_no\":\"JD-2025-%08u\",\"org\":\"%s\",\"qr\":\"https://jl.example.cn/q/%.8s%s\",\"updated_at\":\"%sT%02u:%02u:%02u.%03uZ\",\"rev\":%u}\n",
  id,u,NAME[k],CAT[k],CAT[k],model,sn,MK[mk],range,ACC[acc],DIST[di],road,road%9+1,100+road%800,ST[st],mand,cyc,dl,dv,fail?"fail":"pass",i,ORG[org],id,u,du,hh,mi,ss,ms,rv);
}
#define HDR "id,uscc,name,category,model,serial_no,maker,range,accuracy,location,status,mandatory,cycle_months,last_verified,valid_until,last_result,cert_no,org,qr,updated_at,rev\n"
int main(int c,char**v){ if(c<6){fprintf(stderr,"gen SEED N UNITS RECS OUTDIR\n");return 2;}
 SEED=strtoull(v[1],0,10);unsigned n=atoi(v[2]),nu=atoi(v[3]),nr=atoi(v[4]);char p[512];
 #define OPEN(nm) (snprintf(p,sizeof p,"%s/%s",v[5],nm),fopen(p,"w"))
 FILE*f=OPEN("instruments.csv"),*j=OPEN("instruments.jsonl"),*d=OPEN("delta.csv"),*dj=OPEN("delta.jsonl"),*r=OPEN("records.csv");
 fputs(HDR,f);fputs(HDR,d);
 for(unsigned i=0;i<n;i++)row(f,j,i,nu,0);
 unsigned step=n/1000?n/1000:1;for(unsigned i=0;i<n;i+=step)row(d,dj,i,nu,1);
 fputs("rec,uscc,kind,points,date,disclose_until,repaired\n",r);
 int today=days(2025,12,31);unsigned z=0;char u[20],d1[12],d2[12];
 for(unsigned q=0;q<nu;q++){uscc(q,u);S=SEED*77777ULL+((uint64_t)q<<24)+5;unsigned bias=R(100);
  for(unsigned k=0;k<nr;k++){unsigned x=R(1000);const char*kd;int pts=0;
   if(x<2)kd="fraud";else if(x<3)kd="crime";else if(x<4)kd="serious";else if(x<44){kd="penalty";pts=(int)R(24)+2;}
   else if(x<44+bias*4){kd="bad";pts=(int)R(4)+1;}else {kd="good";pts=(int)R(2)+(x%5==0);}
   int dt=today-(int)R(6*365);int du=dt+365*(int)(1+R(3));int rep=R(20)==0;ds(dt,d1);ds(du,d2);
   fprintf(r,"%u,%s,%s,%d,%s,%s,%d\n",z++,u,kd,pts,d1,d2,rep);}}
 fclose(f);fclose(j);fclose(d);fclose(dj);fclose(r);return 0;}
